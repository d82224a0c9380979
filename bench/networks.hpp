// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/network/network.hpp"

/// The networks that are measured; bench/peers/networks.py has the same ones for the peers.
namespace typenet::bench {

/// The notebook's: 13.9 million multiply-adds an image, 3.3 million parameters.
using digits = network<input<28, 28, 1>,                                //
                       conv<32, 5>, relu, max_pool<2>,                  //
                       conv<64, 5>, relu, max_pool<2>,                  //
                       flatten, dense<1024>, relu, dropout, dense<10>,  //
                       softmax_cross_entropy>;

/// LeNet-5 without padding, its activations ReLUs. The images stay 28 x 28, so its second pooling
/// leaves 4 x 4 where the original has 5 x 5.
using lenet = network<input<28, 28, 1>,                                       //
                      conv<6, 5, 1, valid>, relu, max_pool<2>,                //
                      conv<16, 5, 1, valid>, relu, max_pool<2>,               //
                      flatten, dense<120>, relu, dense<84>, relu, dense<10>,  //
                      softmax_cross_entropy>;

/// A small VGG on colour images: many channels, small windows.
using stack = network<input<32, 32, 3>,                                   //
                      conv<32, 3>, relu, conv<32, 3>, relu, max_pool<2>,  //
                      conv<64, 3>, relu, conv<64, 3>, relu, max_pool<2>,  //
                      flatten, dense<512>, relu, dense<10>, softmax_cross_entropy>;

/// Only dense layers.
using mlp = network<input<28, 28, 1>, flatten, dense<512>, relu, dense<512>, relu, dense<10>,
                    softmax_cross_entropy>;

}  // namespace typenet::bench
