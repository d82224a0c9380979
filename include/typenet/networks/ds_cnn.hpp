// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/network/network.hpp"

namespace typenet::networks {

/// DS-CNN, the keyword spotter of MLPerf Tiny: one convolution over time and frequency, then four
/// times a convolution of each channel by itself and one of 1x1 that mixes them.
///
/// **Shapes**: 49 frames of 10 coefficients, one channel → 12 classes; 23,756 parameters, and 1,152
/// statistics.
/// **Units**: mel-frequency cepstral coefficients, not scaled: about -124 to 26.
/// **Cost**: 2,656,768 multiply-adds in convolutions and the dense layer.
/// **Source**: Zhang, Suda, Lai, Chandra, "Hello edge: keyword spotting on microcontrollers", 2017;
/// Banbury et al., "MLPerf Tiny benchmark", 2021, keyword spotting.
using ds_cnn = network<input<49, 10, 1>,                                                        //
                       conv<64, window<10, 4>, stride<2>>, batch_norm<>, relu, dropout,         //
                       depthwise_conv<3>, batch_norm<>, relu, conv<64, 1>, batch_norm<>, relu,  //
                       depthwise_conv<3>, batch_norm<>, relu, conv<64, 1>, batch_norm<>, relu,  //
                       depthwise_conv<3>, batch_norm<>, relu, conv<64, 1>, batch_norm<>, relu,  //
                       depthwise_conv<3>, batch_norm<>, relu, conv<64, 1>, batch_norm<>, relu,  //
                       dropout, global_average_pool, dense<12>, softmax_cross_entropy>;

}  // namespace typenet::networks
