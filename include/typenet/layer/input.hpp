// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/layer.hpp"

namespace typenet {

/// The images that a network takes.
///
/// **Shapes**: H x W x C, stored [y][x][channel] with the channel fastest.
/// **Units**: values in [0, 1] by convention; 0 is background.
template <int Height, int Width, int Channels>
struct input {
    static constexpr text kind = "input";
    static constexpr shape value = shape::image(Height, Width, Channels);  ///< of each image
    static constexpr int longest = 1 << 16;                                ///< of any extent

    static constexpr text spelling() {
        return text::of("input<", Height, ",", Width, ",", Channels, ">");
    }
    static constexpr complaint check() {
        if (Height < 1 || Width < 1 || Channels < 1)
            return {"every extent above 0", to_text(value)};
        if (Height > longest || Width > longest || Channels > longest)
            return {text::of("extents of at most ", longest), to_text(value)};
        if (value.size() > std::numeric_limits<int>::max())
            return {"fewer than 2^31 values", to_text(value)};
        return {};
    }
};

}  // namespace typenet
