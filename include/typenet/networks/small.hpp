// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/network/network.hpp"

namespace typenet::networks {

/// The README's network with half the filters and an eighth of the units: quick to train, and small
/// enough for a web page.
///
/// **Shapes**: 28 x 28 x 1 → 10 classes; 215,370 parameters.
/// **Units**: pixels in [0, 1], 0 is background.
/// **Cost**: 3,024,384 multiply-adds an image.
using small = network<input<28, 28, 1>,                //
                      conv<16, 5>, relu, max_pool<2>,  //
                      conv<32, 5>, relu, max_pool<2>,  //
                      flatten, dense<128>, relu,       //
                      dense<10>, softmax_cross_entropy>;

}  // namespace typenet::networks
