// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/tile.hpp"

namespace typenet::kernel {

/// Whether any number of a row is not 0.
template <class Scalar, int Count>
TYPENET_INLINE bool any_nonzero(const simd::row<Scalar, Count>& all) {
    namespace hn = simd::hn;
    const typename simd::row<Scalar, Count>::tag d;
    auto zero = hn::Eq(all.part[0], hn::Zero(d));
    for (int p = 1; p < all.vectors; ++p) zero = hn::And(zero, hn::Eq(all.part[p], hn::Zero(d)));
    return !hn::AllTrue(d, zero);
}

/// Whether any of Count numbers is not 0; load(count, i) gives a row of them from number i on.
template <int Count, class Scalar>
TYPENET_INLINE bool any_nonzero_of(auto&& load) {
    bool any = false;
    for_pieces<Count, 4 * simd::width<Scalar>>(
        [&](auto count, int i) TYPENET_INLINE_LAMBDA { any |= any_nonzero(load(count, i)); });
    return any;
}
template <int Count, class Scalar>
TYPENET_INLINE bool any_nonzero(const Scalar* from) {
    return any_nonzero_of<Count, Scalar>([&](auto count, int i) TYPENET_INLINE_LAMBDA {
        return simd::row<Scalar, count>::load(from + i);
    });
}

}  // namespace typenet::kernel
