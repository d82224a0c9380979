// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/tile.hpp"

namespace typenet::kernel {

/// Whether any of Count numbers is not 0.
template <int Count, class Scalar>
TYPENET_INLINE bool any_nonzero(const Scalar* from) {
    namespace hn = simd::hn;
    constexpr int at_once = 4 * simd::width<Scalar>;
    bool any = false;
    for_pieces<Count, at_once>([&](auto count, int i) TYPENET_INLINE_LAMBDA {
        using row = simd::row<Scalar, count>;
        const typename row::tag d;
        const auto all = row::load(from + i);
        auto zero = hn::Eq(all.part[0], hn::Zero(d));
        for (int p = 1; p < all.vectors; ++p)
            zero = hn::And(zero, hn::Eq(all.part[p], hn::Zero(d)));
        any |= !hn::AllTrue(d, zero);
    });
    return any;
}

}  // namespace typenet::kernel
