// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/networks/autoencoder.hpp"
#include "typenet/networks/digits.hpp"
#include "typenet/networks/ds_cnn.hpp"
#include "typenet/networks/lenet5.hpp"
#include "typenet/networks/mobilenet_v1.hpp"
#include "typenet/networks/resnet8.hpp"
#include "typenet/networks/vgg_small.hpp"

/// The networks that are measured: typenet's own, and one more; bench/peers/networks.py has the
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

}  // namespace typenet::bench
