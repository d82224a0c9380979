// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <string>

/// What the names of other programs' layers say of their order: "layer1.0.conv2" of PyTorch,
/// "batch_normalization_3" of Keras.
namespace typenet::exchange {

/// Which of two layers comes first, by what their names differ in first. Numbers tell: conv9 is
/// before conv10, and conv2d, which has none, before conv2d_1. So do a few words that always mean
/// the same: an encoder is before a decoder, a shortcut behind the layers that it leads around, a
/// head last. `unordered` where the names do not tell, as for conv_a and conv_b.
std::partial_ordering order_of_names(const std::string& a, const std::string& b);

/// Whether a normalisation is, by its name, the one right behind a layer: bn1 behind conv1,
/// block2_bn behind block2_conv or block2, features.4 behind features.3.
bool is_norm_behind(const std::string& norm, const std::string& layer);

}  // namespace typenet::exchange
