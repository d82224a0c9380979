// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/check/layer_scan.hpp"

namespace typenet::checking {

/// That a network has no layer of this number.
constexpr fault number_fault(int number, int depth) {
    return {fault::place::use,
            "number of a layer",
            text::of("0 to ", depth - 1, ", as there are ", depth, " layers"),
            text::of(number),
            {}};
}

/// The first mistake in a list of layers.
template <class... Layers>
constexpr fault first_fault() {
    if constexpr (sizeof...(Layers) == 0) {
        return {fault::place::use, "network<>", "an input, layers and a loss", "nothing", {}};
    } else if constexpr (fits<Layers...> || scanned<Layers...>.wrong == already_told) {
        return {};
    } else {
        const layer_scan& found = scanned<Layers...>;
        fault named{fault::place::layer,
                    text::of(found.position, " (the end)"),
                    found.wrong.expects,
                    found.wrong.got,
                    {}};
        int position = 0;
        const auto name = [&](const text& spelling) {
            if (position == found.position) {
                named.who = text::of(position, " ", spelling);
                if (named.got.empty()) named.got = spelling;
            }
            if (position == found.position - 1) named.from = text::of(position, " ", spelling);
            ++position;
        };
        (name(spelling_of<Layers>()), ...);
        return named;
    }
}

}  // namespace typenet::checking
