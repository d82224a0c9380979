// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/network/network.hpp"

namespace typenet::networks {

/// A small VGG for images of 32 x 32: three pairs of 3x3 convolutions, each normalised, and a
/// pooling behind each pair. Half the channels of VGG-16 at each size, and a short end.
///
/// **Shapes**: 32 x 32 x 3 → 10 classes; 551,466 parameters, and 896 statistics.
/// **Units**: whatever it is trained on; [0, 1] by convention.
/// **Cost**: 38,896,896 multiply-adds an image in convolutions and dense layers.
/// **Source**: Simonyan and Zisserman, "Very deep convolutional networks for large-scale image
/// recognition", 2014; normalised as by Ioffe and Szegedy, "Batch normalization", 2015.
using vgg_small =
    network<input<32, 32, 3>,                                                                 //
            conv<32, 3>, batch_norm<>, relu, conv<32, 3>, batch_norm<>, relu, max_pool<2>,    //
            conv<64, 3>, batch_norm<>, relu, conv<64, 3>, batch_norm<>, relu, max_pool<2>,    //
            conv<128, 3>, batch_norm<>, relu, conv<128, 3>, batch_norm<>, relu, max_pool<2>,  //
            flatten, dense<128>, relu, dropout, dense<10>, softmax_cross_entropy>;

}  // namespace typenet::networks
