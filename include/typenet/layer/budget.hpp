// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/argument.hpp"
#include "typenet/layer/identity.hpp"

namespace typenet {

/// States how many parameters the layers before this place may have in all, and changes nothing:
/// `budget<3'300'000>`.
///
/// **Shapes**: any, unchanged.
/// **Errors** (compile time): more parameters than stated, or none to count; a fraction, or
/// a number below 0.
template <auto Parameters = detail::left_out{}>
struct budget : identity {
    static constexpr text kind = "budget";

    static constexpr text spelling() { return detail::spelled(kind, Parameters); }
    static constexpr complaint check(shape /*in*/) { return {}; }
    /// Asked with the number of all parameters before this place.
    static constexpr complaint check_parameters(extent sum) {
        if constexpr (!detail::is_whole<std::remove_const_t<decltype(Parameters)>>) {
            return {"a whole number of parameters", detail::argument_text(Parameters)};
        } else {
            constexpr extent most = detail::extent_of(Parameters);
            if (most < 0) return {"a number of 0 or more", text::of(most)};
            if (sum == 0 && most != 0) return {"layers with parameters before it", "none"};
            if (sum <= most) return {};
            return {text::of("at most ", most, " parameters"), text::of(sum)};
        }
    }
    static constexpr shape out(shape in) { return in; }
};

}  // namespace typenet
