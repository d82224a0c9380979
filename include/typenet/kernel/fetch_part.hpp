// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/simd.hpp"
#include "typenet/base/tensor_view.hpp"

namespace typenet::kernel {

/// Fetches one of `Parts` equal parts of `Count` scalars: a hint, which may lie behind the array.
template <extent Count, int Parts, class Scalar>
TYPENET_INLINE void fetch_part(const Scalar* from, int part) {
    constexpr extent size = padded<Scalar>((Count + Parts - 1) / Parts);
    simd::prefetch<size>(from + part * size);
}

}  // namespace typenet::kernel
