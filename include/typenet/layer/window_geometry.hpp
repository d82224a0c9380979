// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/window_options.hpp"

namespace typenet {

/// The windows along one axis: how many, and how many zeros stand before its first element; those
/// behind its last one are what the windows still need.
struct axis_windows {
    int count;   ///< outputs
    int before;  ///< zeros
};
/// Those of an axis of this length. `zeros` count for `valid` alone.
constexpr axis_windows windows_along(int length, int window, int stride, padding around,
                                     int zeros = 0) {
    if (around == valid) return {(length + 2 * zeros - window) / stride + 1, zeros};
    const int count = (length + stride - 1) / stride;
    const int all = (count - 1) * stride + window - length;
    return {count, all > 0 ? all / 2 : 0};
}

/// Where the windows of a convolution or a pooling lie: all constants that its loops need.
/// Window (y, x) covers the input's rows y·stride_y - top … + window_height - 1, columns alike;
/// what lies outside the image counts as zero.
struct window_geometry {
    shape in;               ///< the image
    shape out;              ///< a window each
    int window_height = 1;  ///< rows of a window
    int window_width = 1;   ///< its columns
    int stride_y = 1;       ///< rows from one window to the next
    int stride_x = 1;       ///< columns
    int top = 0;            ///< rows of zeros above the image
    int left = 0;           ///< columns of zeros before it

    /// The windows on an image of this shape.
    static constexpr window_geometry of(shape in, int filters, const window_options& options) {
        const auto [height, width] = options.window;
        const auto [down, right] = options.stride;
        const auto y = windows_along(in.height, height, down, options.around, options.zeros.rows);
        const auto x = windows_along(in.width, width, right, options.around, options.zeros.columns);
        return {
            in,      shape::image(y.count, x.count, filters), height, width, down, right, y.before,
            x.before};
    }

    /// Height of the image with the zeros around it that the windows reach.
    [[nodiscard]] constexpr int padded_height() const {
        return (out.height - 1) * stride_y + window_height;
    }
    /// The same for its width.
    [[nodiscard]] constexpr int padded_width() const {
        return (out.width - 1) * stride_x + window_width;
    }

    /// visit(ky, kx, y, x) for the taps of output (oy, ox) that meet the image: the place in the
    /// window and that in the image.
    constexpr void for_each_tap(int oy, int ox, auto&& visit) const {
        for (int ky = 0; ky < window_height; ++ky)
            for (int kx = 0; kx < window_width; ++kx) {
                const int y = oy * stride_y + ky - top;
                const int x = ox * stride_x + kx - left;
                if (y >= 0 && y < in.height && x >= 0 && x < in.width) visit(ky, kx, y, x);
            }
    }

    /// All of it.
    friend constexpr bool operator==(const window_geometry&, const window_geometry&) = default;
};

}  // namespace typenet
