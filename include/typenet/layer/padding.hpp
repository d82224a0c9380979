// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "typenet/base/text.hpp"

namespace typenet {

/// What lies around an image, as a layer is given it: `conv<8, 5, 1, valid>`.
enum padding : std::uint8_t {
    same,   ///< `same_padding`
    valid,  ///< `valid_padding`
};

/// One output for each input position that the stride visits: zeros are added around the image, the
/// odd one below and to the right, as TensorFlow's SAME does.
///
/// **Source**: TensorFlow, "tf.nn, notes on padding".
struct same_padding {
    static constexpr text spelling = "same";  ///< in a layer's own
    /// Windows along an axis.
    static constexpr int outputs(int length, int /*window*/, int stride) {
        return (length + stride - 1) / stride;
    }
    /// Zeros before the first element; those after it are what the windows still need.
    static constexpr int before(int length, int window, int stride) {
        const int all = (outputs(length, window, stride) - 1) * stride + window - length;
        return all > 0 ? all / 2 : 0;
    }
    /// Whether there is any window: here always.
    static constexpr bool window_fits(int /*length*/, int /*window*/) { return true; }
};

/// Only windows that lie wholly inside the image: no zeros are added.
struct valid_padding {
    static constexpr text spelling = "valid";  ///< in a layer's own
    /// Windows along an axis.
    static constexpr int outputs(int length, int window, int stride) {
        return (length - window) / stride + 1;
    }
    /// Zeros before the first element: none.
    static constexpr int before(int, int, int) { return 0; }
    /// Whether there is any window.
    static constexpr bool window_fits(int length, int window) { return window <= length; }
};

}  // namespace typenet
