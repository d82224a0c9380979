// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/network/network.hpp"

namespace typenet::networks {

/// LeNet-5 as it is trained today: ReLU and largest pixels in place of scaled tanh and trained
/// subsampling, softmax in place of radial basis functions, and every map of the second convolution
/// sees all six. Padding gives the digits the margin that the paper's images of 32 x 32 have.
///
/// **Shapes**: 28 x 28 x 1 → 10 classes; 61,706 parameters.
/// **Units**: pixels in [0, 1], 0 is background.
/// **Cost**: 416,520 multiply-adds an image.
/// **Source**: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document
/// recognition", 1998.
using lenet5 = network<input<28, 28, 1>,                                       //
                       conv<6, 5>, relu, max_pool<2>,                          //
                       conv<16, 5, 1, valid>, relu, max_pool<2>,               //
                       flatten, dense<120>, relu, dense<84>, relu, dense<10>,  //
                       softmax_cross_entropy>;

}  // namespace typenet::networks
