// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/network/network.hpp"

namespace typenet::networks {

/// The autoencoder of MLPerf Tiny, which finds machines that sound wrong: it learns to reconstruct
/// what normal ones sound like from eight numbers, and what it reconstructs badly is not normal.
///
/// **Shapes**: 640 values, 5 frames of 128 bands with the band fastest → 640; 267,928 parameters,
/// and 2,064 statistics.
/// **Units**: logarithms of the energies of mel bands in dB, not scaled. The loss is in dB².
/// **Cost**: 264,192 multiply-adds a window in dense layers.
/// **Source**: Koizumi et al., "Description and discussion on DCASE2020 challenge task 2", 2020;
/// Banbury et al., "MLPerf Tiny benchmark", 2021, anomaly detection.
using autoencoder = network<input<640>,                      //
                            dense<128>, batch_norm<>, relu,  //
                            dense<128>, batch_norm<>, relu,  //
                            dense<128>, batch_norm<>, relu,  //
                            dense<128>, batch_norm<>, relu,  //
                            dense<8>, batch_norm<>, relu,    //
                            dense<128>, batch_norm<>, relu,  //
                            dense<128>, batch_norm<>, relu,  //
                            dense<128>, batch_norm<>, relu,  //
                            dense<128>, batch_norm<>, relu,  //
                            dense<640>, mean_squared_error>;

}  // namespace typenet::networks
