// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <limits>

#include "typenet/layer/layer.hpp"

namespace typenet {

/// The images that a network takes.
///
/// **Shapes**: H x W x C, stored [y][x][channel] with the channel fastest; `input<640>` is 640 flat
/// values.
/// **Errors** (compile time): other than 3 extents or 1, one out of range.
/// **Units**: values in [0, 1] by convention; 0 is background.
template <int... Extents>
struct input {
    static constexpr text kind = "input";
    static constexpr int longest = 1 << 16;  ///< of any extent

    static constexpr text spelling() { return spelled(kind, Extents...); }
    /// The shape of each image, or what is wrong with it.
    static constexpr shape_or_complaint out() {
        constexpr std::array<int, sizeof...(Extents)> n{Extents...};
        if constexpr (n.size() == 1) {
            if (n[0] < 1) return {"1 value or more", text::of(n[0])};
            return shape::values(n[0]);
        } else if constexpr (n.size() != 3) {
            return {"3 extents: input<H,W,C>", text::of(static_cast<int>(n.size()))};
        } else {
            const shape image = shape::image(n[0], n[1], n[2]);
            if (n[0] < 1 || n[1] < 1 || n[2] < 1) return {"every extent above 0", to_text(image)};
            if (n[0] > longest || n[1] > longest || n[2] > longest)
                return {text::of("extents of at most ", longest), to_text(image)};
            if (image.size() > std::numeric_limits<int>::max())
                return {"fewer than 2^31 values", to_text(image)};
            return image;
        }
    }
};

}  // namespace typenet
