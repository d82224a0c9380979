// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/network/network.hpp"

namespace typenet::networks {

/// ResNet-8, the image classifier of MLPerf Tiny: three residual links, the last two of which halve
/// the image and double the channels. Every convolution has biases, also those before a
/// normalisation: the reference's weights have them.
///
/// **Shapes**: 32 x 32 x 3 → 10 classes; 78,186 parameters, and 480 statistics.
/// **Units**: the reference's weights take bytes, 0 to 255; trained here, whatever it is trained
/// on.
/// **Cost**: 12,501,632 multiply-adds an image in convolutions and the dense layer.
/// **Source**: He, Zhang, Ren, Sun, "Deep residual learning for image recognition", 2015; Banbury
/// et al., "MLPerf Tiny benchmark", 2021, image classification.
using resnet8 =
    network<input<32, 32, 3>, conv<16, 3>, batch_norm<>, relu,
            residual<conv<16, 3>, batch_norm<>, relu, conv<16, 3>, batch_norm<>>, relu,
            residual<branch<conv<32, 3, 2>, batch_norm<>, relu, conv<32, 3>, batch_norm<>>,
                     shortcut<conv<32, 1, 2>>>,
            relu,
            residual<branch<conv<64, 3, 2>, batch_norm<>, relu, conv<64, 3>, batch_norm<>>,
                     shortcut<conv<64, 1, 2>>>,
            relu, global_average_pool, dense<10>, softmax_cross_entropy>;

}  // namespace typenet::networks
