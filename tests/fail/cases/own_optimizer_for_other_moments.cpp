// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The rule of an optimiser of one's own takes another number of moments than it says.
// EXPECT: use "trainer" expects "const apply(Scalar*, moments, row)" got "another number of moments in own"
// CURE: Let `apply` take an array of `moments` pointers.
#include "typenet/train/trainer.hpp"

using namespace typenet;

struct own {
    static constexpr text name = "own";
#ifdef FIXED
    static constexpr int moments = 1;
#else
    static constexpr int moments = 2;
#endif
    struct settings {
        double decay = 0.9;
    };
    template <class Scalar>
    struct step_rule {
        step_rule(const settings& /*settings*/, const hyperparameters& /*numbers*/) {}
        template <class Row>
        void apply(Scalar* /*at*/, const std::array<Scalar*, 1>& /*moment*/,
                   const Row& /*gradient*/) const {}
    };
};
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
int threads(const trainer<net, own, batch<4>>& learner) { return learner.threads(); }
