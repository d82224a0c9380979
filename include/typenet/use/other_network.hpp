// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/use/training.hpp"

namespace typenet::checking {

/// Where another network's list first differs from a network's own, as a fault of parameters,
/// moments or checkpoints that are used for the wrong one.
template <class Net, class Other>
constexpr fault other_network_fault() {
    const text use = "parameters";
    const text origin = "another network";
    if (Net::input_shape != Other::input_shape) {
        return {fault::place::use, use, text::of("those of 0 input ", to_text(Net::input_shape)),
                text::of("0 input ", to_text(Other::input_shape)), origin};
    }
    const auto& own = Net::facts::layer_table;
    const auto& other = Other::facts::layer_table;
    for (std::size_t i = 0; i < own.size() && i < other.size(); ++i) {
        if (own[i].spelling == other[i].spelling) continue;
        const int position = static_cast<int>(i) + 1;
        return {fault::place::use, use, text::of("those of ", position, " ", own[i].spelling),
                text::of(position, " ", other[i].spelling), origin};
    }
    if (own.size() == other.size())
        return {fault::place::use, use, "layers with numbers of the same types", "others", origin};
    return {fault::place::use, use, text::of("those of ", Net::depth, " layers"),
            text::of(Other::depth, " layers"), origin};
}

/// The same for parameters of two types, of which the numbers may differ too.
template <class Net, class Scalar, class Other, class OtherScalar>
constexpr fault other_parameters_fault() {
    if constexpr (!is_right_network<Net> || !is_right_network<Other> || !is_floating<Scalar> ||
                  !is_floating<OtherScalar>) {
        return {};
    } else {
        if (!std::is_same_v<Net, Other>) return other_network_fault<Net, Other>();
        return {fault::place::use,
                "parameters",
                text::of("numbers of type ", name_of<Scalar>()),
                name_of<OtherScalar>(),
                {}};
    }
}

}  // namespace typenet::checking
