// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/argument.hpp"
#include "typenet/layer/identity.hpp"

namespace typenet {

/// States the shape at this place, and changes nothing: `expect<14, 14, 32>` for an image,
/// `expect<3136>` for flat values. The compiler checks what is stated.
///
/// **Errors** (compile time): any other shape, one of the same size too.
template <auto... Extents>
struct expect : identity {
    static constexpr text kind = "expect";

    static constexpr text spelling() { return detail::spelled(kind, Extents...); }
    static constexpr complaint check(shape in) {
        constexpr std::array<int, sizeof...(Extents)> n{detail::count_of(Extents)...};
        if (!(detail::is_count(Extents) && ...))
            return {"extents as whole numbers", detail::arguments_text(Extents...)};
        shape stated;
        if constexpr (n.size() == 1)
            stated = shape::values(n[0]);
        else if constexpr (n.size() == 3)
            stated = shape::image(n[0], n[1], n[2]);
        else
            return {"1 extent (values) or 3 (H,W,C)", text::of(static_cast<int>(n.size()))};
        if (in == stated) return {};
        return {to_text(stated), to_text(in)};
    }
    static constexpr shape out(shape in) { return in; }
};

}  // namespace typenet
