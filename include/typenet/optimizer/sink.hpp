// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include "typenet/base/simd.hpp"
#include "typenet/base/text.hpp"
#include "typenet/optimizer/optimizer.hpp"

/// Where a stage's finished gradients go: kernels hand them on row by row, in registers. `Places`
/// says where the stage's tensors stand in the buffer of all, which of them are trained, and which
/// of those decay; what comes for an untrained one is the change that the step makes to it.
namespace typenet {

/// What draws weights towards 0 in one step, whatever the optimiser's rule.
///
/// **Source**: L2 is Keras' regularizers.L2; weight decay that is part of the gradient is
/// torch.optim.SGD's, decoupled torch.optim.AdamW's, after Loshchilov and Hutter, "Decoupled weight
/// decay regularization", ICLR 2019.
template <class Scalar>
struct pull {
    Scalar of_gradient = 0;  ///< times the weight, is added to its gradient
    Scalar kept = 1;         ///< the weight's share that the step starts from
    bool acts = false;       ///< false: to the bit as if it were not there

    pull() = default;
    pull(const hyperparameters& h, bool decouples)
        : of_gradient(static_cast<Scalar>(2 * h.l2 + (decouples ? 0 : h.weight_decay))),
          kept(static_cast<Scalar>(decouples ? 1 - h.learning_rate * h.weight_decay : 1)),
          acts(h.l2 > 0 || h.weight_decay > 0) {}
};

/// Updates rows of the buffer of all tensors at once, by the optimiser's rule.
template <class Rule, class Scalar, std::size_t Moments>
struct updater {
    const Rule& rule;
    Scalar* values;
    std::array<Scalar*, Moments> moments;  ///< as long as `values`
    pull<Scalar> towards_zero;

    /// Of a tensor that is trained or not, and decays or not.
    template <bool Trained, bool Decays, int Count>
    TYPENET_INLINE void update(extent at, const simd::row<Scalar, Count>& gradient) const {
        using row = simd::row<Scalar, Count>;
        Scalar* const to = values + at;
        if constexpr (!Trained) {
            (row::load(to) + gradient).store(to);
        } else {
            std::array<Scalar*, Moments> moment;
            for (std::size_t i = 0; i < Moments; ++i) moment[i] = moments[i] + at;
            if constexpr (Decays)
                // A way of its own: the other's gradient stays in the registers where it is.
                if (towards_zero.acts) [[unlikely]] {
                    const row weights = row::load(to);
                    (weights * row::set(towards_zero.kept)).store(to);
                    rule.apply(to, moment,
                               multiply_add(weights, row::set(towards_zero.of_gradient), gradient));
                    return;
                }
            rule.apply(to, moment, gradient);
        }
    }
};

/// Updates the parameters at once: no gradient is ever stored.
template <auto Places, class Rule, class Scalar, std::size_t Moments>
struct update_sink : updater<Rule, Scalar, Moments> {
    template <int Tensor, int Count>
    TYPENET_INLINE void row(extent at, const simd::row<Scalar, Count>& gradient) const {
        this->template update<Places.trained[Tensor], Places.decays[Tensor]>(
            Places.offset[Tensor] + at, gradient);
    }
    template <int Tensor, int Count>
    TYPENET_INLINE void prefetch(extent at) const {
        constexpr extent offset = Places.offset[Tensor];
        simd::prefetch<Count>(this->values + offset + at);
        for (Scalar* const moment : this->moments) simd::prefetch<Count>(moment + offset + at);
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
