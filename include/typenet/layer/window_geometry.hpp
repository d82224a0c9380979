// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include "typenet/base/shape.hpp"

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

/// Where the windows of a convolution or a pooling lie: all constants that its loops need.
/// Window (y, x) covers the input's rows y·stride - top … + window - 1, columns alike; what lies
/// outside the image counts as zero.
struct window_geometry {
    shape in;        ///< the image
    shape out;       ///< a window each
    int window = 1;  ///< its side
    int stride = 1;  ///< from one to the next, both ways
    int top = 0;     ///< rows of zeros above the image
    int left = 0;    ///< columns of zeros before it

    /// The windows on an image of this shape.
    static constexpr window_geometry of(shape in, int filters, int window, int stride,
                                        padding around) {
        return {in,
                shape::image(window_count(around, in.height, window, stride),
                             window_count(around, in.width, window, stride), filters),
                window,
                stride,
                zeros_before(around, in.height, window, stride),
                zeros_before(around, in.width, window, stride)};
    }

    /// Height of the image with the zeros around it that the windows reach.
    [[nodiscard]] constexpr int padded_height() const { return (out.height - 1) * stride + window; }
    /// The same for its width.
    [[nodiscard]] constexpr int padded_width() const { return (out.width - 1) * stride + window; }

    /// All of it.
    friend constexpr bool operator==(const window_geometry&, const window_geometry&) = default;
};

}  // namespace typenet
