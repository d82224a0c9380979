// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace typenet {

/// What lies around an image, as a layer is given it: `conv<8, 5, 1, valid>`.
///
/// **Source**: TensorFlow, "tf.nn, notes on padding".
enum padding : std::uint8_t {
    same,   ///< zeros, so that there is an output for each position that the stride visits; the odd
            ///< zero stands below and to the right
    valid,  ///< nothing: windows lie wholly inside the image
};

/// Windows along an axis.
constexpr int window_count(padding around, int length, int window, int stride) {
    return around == same ? (length + stride - 1) / stride : (length - window) / stride + 1;
}
/// Zeros before the first element of an axis; those after it are what the windows still need.
constexpr int zeros_before(padding around, int length, int window, int stride) {
    if (around == valid) return 0;
    const int all = (window_count(same, length, window, stride) - 1) * stride + window - length;
    return all > 0 ? all / 2 : 0;
}
/// Whether there is any window.
constexpr bool window_fits(padding around, int length, int window) {
    return around == same || window <= length;
}

}  // namespace typenet
