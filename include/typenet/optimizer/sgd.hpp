// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include "typenet/base/simd.hpp"
#include "typenet/base/text.hpp"
#include "typenet/optimizer/optimizer.hpp"

namespace typenet {

/// Stochastic gradient descent with momentum: m ← µm + g, w ← w - lr·m; in Nesterov's form
/// w ← w - lr·(g + µm). `hyperparameters::weight_decay` is part of g.
///
/// **Source**: PyTorch's SGD without dampening; without `nesterov` also the form of TensorFlow's
/// MomentumOptimizer.
struct sgd {
    /// The usual constants.
    struct settings {
        double momentum = 0.9;  ///< µ, how much of m stays
        bool nesterov = false;  ///< whether w goes where m is going to
    };
    static constexpr text name = "sgd";             ///< as checkpoints have it
    static constexpr int moments = 1;               ///< m
    static constexpr bool decouples_decay = false;  ///< PyTorch's form

    /// The rule with the numbers of one step: see `optimizer_type`.
    template <class Scalar>
    class step_rule {
    public:
        /// **Cost**: once a step.
        step_rule(const settings& s, const hyperparameters& h)
            : minus_rate_(static_cast<Scalar>(-h.learning_rate)),
              momentum_(static_cast<Scalar>(s.momentum)),
              nesterov_(s.nesterov) {}

        /// Updates a row of neighbouring parameters and their moments.
        template <int Count>
        TYPENET_INLINE void apply(Scalar* parameter, const std::array<Scalar*, moments>& moment,
                                  const simd::row<Scalar, Count>& gradient) const {
            using row = simd::row<Scalar, Count>;
            const row m = multiply_add(row::load(moment[0]), row::set(momentum_), gradient);
            m.store(moment[0]);
            const row rate = row::set(minus_rate_);
            if (nesterov_)
                multiply_add(rate, multiply_add(m, row::set(momentum_), gradient),
                             row::load(parameter))
                    .store(parameter);
            else
                multiply_add(rate, m, row::load(parameter)).store(parameter);
        }

    private:
        Scalar minus_rate_, momentum_;
        bool nesterov_;
    };
};

}  // namespace typenet
