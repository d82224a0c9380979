// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

#include "typenet/base/simd.hpp"

namespace typenet::kernel {

/// What the slices have each summed up at one place, added in their order. Their arrays lie
/// `stride` apart.
template <class Row, int Slices, class Scalar>
TYPENET_INLINE Row sum_of_slices(const Scalar* sums, extent stride) {
    Row sum = Row::load(sums);
    for (int slice = 1; slice < Slices; ++slice) sum = sum + Row::load(sums + slice * stride);
    return sum;
}

/// Hands on the numbers [first, last) of a tensor's gradient; the first slice's sum for number i is
/// sums[i]. It is one function for tensors of all sizes: an update waits for memory, not for what
/// constants would save, and its arithmetic, which is inlined here, takes long to compile.
template <int Tensor, int Slices, class Scalar, class Sink>
TYPENET_NOINLINE void hand_on_slices(const Scalar* sums, extent stride, extent first, extent last,
                                     const Sink& sink) {
    constexpr int lanes = simd::width<Scalar>;
    extent at = first;
    const auto hand_on = [&]<int Count>(std::integral_constant<int, Count>) TYPENET_INLINE_LAMBDA {
        using row = simd::row<Scalar, Count>;
        for (; at + Count <= last; at += Count)
            sink.template row<Tensor>(at, sum_of_slices<row, Slices>(sums + at, stride));
    };
    hand_on(std::integral_constant<int, 4 * lanes>{});
    hand_on(std::integral_constant<int, lanes>{});
    if constexpr (lanes > 1) hand_on(std::integral_constant<int, 1>{});
}

}  // namespace typenet::kernel
