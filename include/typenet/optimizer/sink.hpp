// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include "typenet/base/simd.hpp"

/// Where a stage's finished gradients go: kernels hand them on row by row, in registers. `Places`
/// says where the stage's tensors stand in the buffer of all, and which of them are trained; what
/// comes for an untrained one is the change that the step makes to it.
namespace typenet {

/// Updates the parameters at once, by the optimiser's rule: no gradient is ever stored.
template <auto Places, class Rule, class Scalar, std::size_t Moments>
struct update_sink {
    const Rule& rule;
    Scalar* values;
    std::array<Scalar*, Moments> moments;  ///< as long as `values`

    template <int Tensor, int Count>
    TYPENET_INLINE void row(extent at, const simd::row<Scalar, Count>& gradient) const {
        constexpr extent offset = Places.offset[Tensor];
        Scalar* const to = values + offset + at;
        if constexpr (Places.trained[Tensor]) {
            std::array<Scalar*, Moments> moment;
            for (std::size_t i = 0; i < Moments; ++i) moment[i] = moments[i] + offset + at;
            rule.apply(to, moment, gradient);
        } else {
            (simd::row<Scalar, Count>::load(to) + gradient).store(to);
        }
    }
    template <int Tensor, int Count>
    TYPENET_INLINE void prefetch(extent at) const {
        constexpr extent offset = Places.offset[Tensor];
        simd::prefetch<Count>(values + offset + at);
        for (Scalar* const moment : moments) simd::prefetch<Count>(moment + offset + at);
    }
};

/// Keeps the gradients in a buffer laid out as the parameters are.
template <auto Places, class Scalar>
struct store_sink {
    Scalar* gradients;

    template <int Tensor, int Count>
    TYPENET_INLINE void row(extent at, const simd::row<Scalar, Count>& gradient) const {
        gradient.store(gradients + Places.offset[Tensor] + at);
    }
    template <int Tensor, int Count>
    TYPENET_INLINE void prefetch(extent /*at*/) const {}
};

}  // namespace typenet
