// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <limits>

#include "typenet/layer/argument.hpp"
#include "typenet/layer/layer.hpp"

namespace typenet {

/// The images that a network takes.
///
/// **Shapes**: H x W x C, stored [y][x][channel] with the channel fastest.
/// **Errors** (compile time): other than 3 extents, one out of range.
/// **Units**: values in [0, 1] by convention; 0 is background.
template <auto... Extents>
struct input {
    static constexpr text kind = "input";
    /// Of each image.
    static constexpr shape value = [] {
        constexpr std::array<int, sizeof...(Extents)> n{detail::count_of(Extents)...};
        if constexpr (n.size() == 3)
            return shape::image(n[0], n[1], n[2]);
        else
            return shape{};
    }();
    /// Of any extent.
    static constexpr int longest = 1 << 16;
    /// The images that are meant where there are fewer extents; nothing if one is out of range.
    static constexpr shape image_meant = [] {
        std::array<int, 4> n{1, 1, 1};
        [[maybe_unused]] std::size_t next = sizeof...(Extents) == 1 ? 1 : 0;
        ((n[next < 3 ? next++ : 3] = detail::count_of(Extents)), ...);
        for (const int one : {n[0], n[1], n[2]})
            if (one < 1 || one > longest) return shape{};
        return shape::image(n[0], n[1], n[2]);
    }();

    static constexpr text spelling() { return detail::spelled(kind, Extents...); }
    static constexpr complaint check() {
        constexpr bool are_whole =
            (detail::is_whole<std::remove_const_t<decltype(Extents)>> && ...);
        if (sizeof...(Extents) != 3)
            return {"3 extents: input<H,W,C>", are_whole
                                                   ? text::of(static_cast<int>(sizeof...(Extents)))
                                                   : detail::arguments_text(Extents...)};
        if (!(detail::is_count(Extents) && ...))
            return {text::of("whole extents up to ", longest), detail::arguments_text(Extents...)};
        if (value.height < 1 || value.width < 1 || value.channels < 1)
            return {"every extent above 0", to_text(value)};
        if (value.height > longest || value.width > longest || value.channels > longest)
            return {text::of("extents of at most ", longest), to_text(value)};
        if (value.size() > std::numeric_limits<int>::max())
            return {"fewer than 2^31 values", to_text(value)};
        return {};
    }
};

}  // namespace typenet
