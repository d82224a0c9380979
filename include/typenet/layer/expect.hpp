// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/layer.hpp"

namespace typenet {

/// States the shape at this place, and changes nothing: `expect<14, 14, 32>` for an image,
/// `expect<3136>` for flat values. The compiler checks what is stated.
///
/// **Errors** (compile time): any other shape, one of the same size too.
template <int... Extents>
struct expect : identity {
    static constexpr text kind = "expect";

    static constexpr text spelling() { return spelled(kind, Extents...); }
    static constexpr shape_or_complaint out(shape in) {
        constexpr std::array<int, sizeof...(Extents)> n{Extents...};
        shape stated;
        if constexpr (n.size() == 1)
            stated = shape::values(n[0]);
        else if constexpr (n.size() == 3)
            stated = shape::image(n[0], n[1], n[2]);
        else
            return {"1 extent (values) or 3 (H,W,C)", text::of(static_cast<int>(n.size()))};
        if (in == stated) return in;
        return {to_text(stated), to_text(in)};
    }
};

}  // namespace typenet
