// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/networks/autoencoder.hpp"
#include "typenet/networks/digits.hpp"
#include "typenet/networks/ds_cnn.hpp"
#include "typenet/networks/lenet5.hpp"
#include "typenet/networks/mobilenet_v1.hpp"
#include "typenet/networks/resnet8.hpp"
#include "typenet/networks/vgg_small.hpp"

/// The networks that are measured: typenet's own, and some more; bench/peers/networks.py has the
/// same ones for the peers.
namespace typenet::bench {

using networks::autoencoder;
using networks::digits;
using networks::ds_cnn;
using networks::lenet5;
using networks::mobilenet_v1;
using networks::resnet8;
using networks::vgg_small;

/// Only dense layers.
using mlp = network<input<28, 28, 1>, flatten, dense<512>, relu, dense<512>, relu, dense<10>,
                    softmax_cross_entropy>;

namespace detail {

template <int Width, class... Extra>
using digits_like = network<input<28, 28, 1>, conv<32 * Width, 5>, relu, max_pool<2>,
                            conv<64 * Width, 5>, relu, Extra..., max_pool<2>, flatten,
                            dense<1024 * Width>, relu, dropout, dense<10>, softmax_cross_entropy>;

}  // namespace detail

/// `digits` with more filters and units in each layer.
using digits_wide2 = detail::digits_like<2>;
using digits_wide4 = detail::digits_like<4>;

/// `digits` with more convolutions, each of half its multiply-adds.
using digits_deep1 = detail::digits_like<1, conv<64, 3>, relu>;
using digits_deep2 = detail::digits_like<1, conv<64, 3>, relu, conv<64, 3>, relu>;
using digits_deep3 =
    detail::digits_like<1, conv<64, 3>, relu, conv<64, 3>, relu, conv<64, 3>, relu>;

}  // namespace typenet::bench
