// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include "typenet/base/math.hpp"
#include "typenet/base/simd.hpp"
#include "typenet/optimizer/optimizer.hpp"

namespace typenet {

/// Adam in TensorFlow's form:
/// m ← β₁m + (1-β₁)g, v ← β₂v + (1-β₂)g², w ← w - lr·√(1-β₂ᵗ)/(1-β₁ᵗ) · m / (√v + ε).
/// With `hyperparameters::weight_decay` it is AdamW: w ← w·(1 - lr·decay) comes first.
///
/// **Cost**: reads and writes three numbers a parameter; square root and division are exact.
/// **Source**: Kingma and Ba, "Adam", ICLR 2015, the form before section 2.1, where ε is added to
/// the uncorrected root; tf.compat.v1.train.AdamOptimizer.
struct adam {
    /// The usual constants.
    struct settings {
        double beta1 = 0.9;     ///< β₁, how much of m stays
        double beta2 = 0.999;   ///< β₂, how much of v stays
        double epsilon = 1e-8;  ///< ε
    };
    static constexpr text name = "adam";           ///< as checkpoints have it
    static constexpr int moments = 2;              ///< m and v
    static constexpr bool decouples_decay = true;  ///< AdamW's form

    /// The rule with the numbers of one step: see `optimizer_type`.
    template <class Scalar>
    class step_rule {
    public:
        /// **Cost**: once a step.
        step_rule(const settings& s, const hyperparameters& h)
            : rate_(static_cast<Scalar>(h.learning_rate *
                                        math::sqrt(1 - math::power(s.beta2, h.step)) /
                                        (1 - math::power(s.beta1, h.step)))),
              beta1_(static_cast<Scalar>(s.beta1)),
              rest1_(static_cast<Scalar>(1 - s.beta1)),
              beta2_(static_cast<Scalar>(s.beta2)),
              rest2_(static_cast<Scalar>(1 - s.beta2)),
              epsilon_(static_cast<Scalar>(s.epsilon)) {}

        /// Updates a row of neighbouring parameters and their moments.
        template <int Count>
        TYPENET_INLINE void apply(Scalar* parameter, const std::array<Scalar*, moments>& moment,
                                  const simd::row<Scalar, Count>& gradient) const {
            using row = simd::row<Scalar, Count>;
            const row m =
                multiply_add(row::load(moment[0]), row::set(beta1_), gradient * row::set(rest1_));
            const row v = multiply_add(row::load(moment[1]), row::set(beta2_),
                                       gradient * gradient * row::set(rest2_));
            m.store(moment[0]);
            v.store(moment[1]);
            const row change = row::set(rate_) * m / (sqrt(v) + row::set(epsilon_));
            (row::load(parameter) - change).store(parameter);
        }

    private:
        Scalar rate_, beta1_, rest1_, beta2_, rest2_, epsilon_;
    };
};

}  // namespace typenet
