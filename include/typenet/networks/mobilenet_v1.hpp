// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/network/network.hpp"

namespace typenet::networks {

/// MobileNetV1 with a quarter of its channels for images of 96 x 96, the person detector of MLPerf
/// Tiny: thirteen times a convolution of each channel by itself and one of 1x1 that mixes them.
///
/// **Shapes**: 96 x 96 x 3 → 2 classes, no person and person; 216,322 parameters, and 5,472
/// statistics.
/// **Units**: pixels in [0, 1].
/// **Cost**: 7,489,664 multiply-adds an image in convolutions and the dense layer.
/// **Source**: Howard et al., "MobileNets: efficient convolutional neural networks for mobile
/// vision applications", 2017; Banbury et al., "MLPerf Tiny benchmark", 2021, visual wake words.
using mobilenet_v1 =
    network<input<96, 96, 3>, conv<8, 3, 2>, batch_norm<>, relu,                         //
            depthwise_conv<3>, batch_norm<>, relu, conv<16, 1>, batch_norm<>, relu,      //
            depthwise_conv<3, 2>, batch_norm<>, relu, conv<32, 1>, batch_norm<>, relu,   //
            depthwise_conv<3>, batch_norm<>, relu, conv<32, 1>, batch_norm<>, relu,      //
            depthwise_conv<3, 2>, batch_norm<>, relu, conv<64, 1>, batch_norm<>, relu,   //
            depthwise_conv<3>, batch_norm<>, relu, conv<64, 1>, batch_norm<>, relu,      //
            depthwise_conv<3, 2>, batch_norm<>, relu, conv<128, 1>, batch_norm<>, relu,  //
            depthwise_conv<3>, batch_norm<>, relu, conv<128, 1>, batch_norm<>, relu,     //
            depthwise_conv<3>, batch_norm<>, relu, conv<128, 1>, batch_norm<>, relu,     //
            depthwise_conv<3>, batch_norm<>, relu, conv<128, 1>, batch_norm<>, relu,     //
            depthwise_conv<3>, batch_norm<>, relu, conv<128, 1>, batch_norm<>, relu,     //
            depthwise_conv<3>, batch_norm<>, relu, conv<128, 1>, batch_norm<>, relu,     //
            depthwise_conv<3, 2>, batch_norm<>, relu, conv<256, 1>, batch_norm<>, relu,  //
            depthwise_conv<3>, batch_norm<>, relu, conv<256, 1>, batch_norm<>, relu,     //
            global_average_pool, dense<2>, softmax_cross_entropy>;

}  // namespace typenet::networks
