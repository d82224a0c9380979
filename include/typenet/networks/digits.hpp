// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/network/network.hpp"

/// Networks that people use, a header each.
namespace typenet::networks {

/// The README's network, that of the TensorFlow notebook which typenet began with: the layers, and
/// the shapes that its author had in mind.
///
/// **Shapes**: 28 x 28 x 1 → 10 classes; 3,274,634 parameters.
/// **Units**: pixels in [0, 1], 0 is background.
/// **Cost**: 13,883,904 multiply-adds an image.
/// **Source**: TensorFlow's tutorial "Deep MNIST for experts", 2017.
using digits = network<input<28, 28, 1>,                     //
                       conv<32, 5>, relu, max_pool<2>,       //
                       expect<14, 14, 32>,                   //
                       conv<64, 5>, relu, max_pool<2>,       //
                       expect<7, 7, 64>,                     //
                       flatten, dense<1024>, relu, dropout,  //
                       dense<10>, softmax_cross_entropy>;

}  // namespace typenet::networks
