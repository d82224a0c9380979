// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include "typenet/base/simd.hpp"
#include "typenet/base/text.hpp"
#include "typenet/optimizer/optimizer.hpp"

namespace typenet {

/// Stochastic gradient descent with momentum: m ← µm + g, w ← w - lr·m.
///
/// **Source**: the form of TensorFlow's MomentumOptimizer and PyTorch's SGD without dampening.
struct sgd {
    /// The usual constant.
    struct settings {
        double momentum = 0.9;  ///< µ, how much of m stays
    };
    static constexpr text name = "sgd";  ///< as checkpoints have it
    static constexpr int moments = 1;    ///< m

    /// The rule with the numbers of one step: see `optimizer_type`.
    template <class Scalar>
    class step_rule {
    public:
        /// **Cost**: once a step.
        step_rule(const settings& s, const hyperparameters& h)
            : minus_rate_(static_cast<Scalar>(-h.learning_rate)),
              momentum_(static_cast<Scalar>(s.momentum)) {}

        /// Updates a row of neighbouring parameters and their moments.
        template <int Count>
        TYPENET_INLINE void apply(Scalar* parameter, const std::array<Scalar*, moments>& moment,
                                  const simd::row<Scalar, Count>& gradient) const {
            using row = simd::row<Scalar, Count>;
            const row m = multiply_add(row::load(moment[0]), row::set(momentum_), gradient);
            m.store(moment[0]);
            multiply_add(row::set(minus_rate_), m, row::load(parameter)).store(parameter);
        }

    private:
        Scalar minus_rate_, momentum_;
    };
};

}  // namespace typenet
