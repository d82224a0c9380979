// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include "typenet/base/simd.hpp"
#include "typenet/base/text.hpp"
#include "typenet/optimizer/optimizer.hpp"

/// Where a stage's finished gradients go: kernels hand them on row by row, in registers. What comes
/// for a tensor that is not trained is the change that the step makes to it.
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

/// What a step does with a row of finished gradients, wherever it stands in the buffer of all
/// tensors: updates the parameters by the optimiser's rule, or keeps the gradients.
template <class Rule, class Scalar, std::size_t Moments>
struct updater {
    Rule rule;
    Scalar* values;
    std::array<Scalar*, Moments> moments;  ///< as long as `values`
    pull<Scalar> towards_zero;
    Scalar* gradients = nullptr;  ///< where they are kept, as long as `values`; null: update

    /// Of a tensor that is trained or not, and decays or not. A step that keeps gradients is not a
    /// second one of its own, since a kernel's loops, which this is inlined into, would be compiled
    /// twice for the price of one branch a row.
    template <bool Trained, bool Decays, int Count>
    TYPENET_INLINE void update(extent at, const simd::row<Scalar, Count>& gradient) const {
        using row = simd::row<Scalar, Count>;
        if (gradients) [[unlikely]] {
            gradient.store(gradients + at);
        } else if constexpr (!Trained) {
            (row::load(values + at) + gradient).store(values + at);
        } else {
            if constexpr (Decays)
                if (towards_zero.acts) [[unlikely]]
                    // A copy: the other way's gradient stays in the registers where it is.
                    return decay(at, row(gradient));
            apply(at, gradient);
        }
    }

    template <int Count>
    TYPENET_INLINE void prefetch(extent at) const {
        simd::prefetch<Count>(values + at);
        for (Scalar* const moment : moments) simd::prefetch<Count>(moment + at);
    }

private:
    template <int Count>
    TYPENET_INLINE void apply(extent at, const simd::row<Scalar, Count>& gradient) const {
        std::array<Scalar*, Moments> moment;
        for (std::size_t i = 0; i < Moments; ++i) moment[i] = moments[i] + at;
        rule.apply(values + at, moment, gradient);
    }
    template <int Count>
    TYPENET_NOINLINE void decay(extent at, const simd::row<Scalar, Count>& gradient) const {
        using row = simd::row<Scalar, Count>;
        const row weights = row::load(values + at);
        (weights * row::set(towards_zero.kept)).store(values + at);
        apply(at, multiply_add(weights, row::set(towards_zero.of_gradient), gradient));
    }
};

/// Where a stage's gradients go. Its type says of what kinds the stage's tensors are, not where
/// they stand, so that stages of equal shapes are one function.
template <auto Kinds, class Updater>
struct update_sink {
    const Updater& updater;
    const extent* offsets;  ///< of the stage's tensors in the buffer of all

    template <int Tensor, class Row>
    TYPENET_INLINE void row(extent at, const Row& gradient) const {
        updater.template update<Kinds.trained[Tensor], Kinds.decays[Tensor]>(offsets[Tensor] + at,
                                                                             gradient);
    }
    template <int Tensor, int Count>
    TYPENET_INLINE void prefetch(extent at) const {
        updater.template prefetch<Count>(offsets[Tensor] + at);
    }
};

}  // namespace typenet
