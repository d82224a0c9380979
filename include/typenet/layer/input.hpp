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
    static constexpr shape value = shape::image(Height, Width, Channels);

    static constexpr text spelling() {
        return text::of("input<", Height, ",", Width, ",", Channels, ">");
    }
    static constexpr complaint check() {
        if (Height > 0 && Width > 0 && Channels > 0) return {};
        return {"every extent above 0", to_text(value)};
    }
};

}  // namespace typenet
