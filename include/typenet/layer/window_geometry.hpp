// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/shape.hpp"
#include "typenet/layer/padding.hpp"

namespace typenet {

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
