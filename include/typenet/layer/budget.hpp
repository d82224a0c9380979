// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/layer.hpp"

namespace typenet {

/// States how many parameters the layers before this place may have in all, and changes nothing:
/// `budget<3'300'000>`.
///
/// **Shapes**: any, unchanged.
/// **Errors** (compile time): more parameters than stated, or none to count.
template <extent Parameters>
struct budget : identity {
    static constexpr text kind = "budget";

    static constexpr text spelling() { return spelled(kind, Parameters); }
    static constexpr shape_or_complaint out(shape in) { return in; }
    /// Asked with the number of all parameters before this place.
    static constexpr complaint check_parameters(extent sum) {
        if (sum == 0 && Parameters != 0) return {"layers with parameters before it", "none"};
        if (sum <= Parameters) return {};
        return {text::of("at most ", Parameters, " parameters"), text::of(sum)};
    }
};

}  // namespace typenet
