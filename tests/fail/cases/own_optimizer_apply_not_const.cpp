// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The rule of an optimiser of one's own is not const, and its settings stand in braces.
// EXPECT: use "trainer" expects "const apply(Scalar*, moments, row)" got "one that is not const in own"
// CURE: `apply` is const, as many threads share the rule.
#include "typenet/train/trainer.hpp"

using namespace typenet;

struct own {
    static constexpr text name = "own";
    static constexpr int moments = 1;
    struct settings {
        double decay = 0.9;
    };
    template <class Scalar>
    struct step_rule {
        step_rule(const settings& /*settings*/, const hyperparameters& /*numbers*/) {}
        template <class Row>
        void apply(Scalar* /*at*/, const std::array<Scalar*, 1>& /*moment*/,
#ifdef FIXED
                   const Row& /*gradient*/) const {}
#else
                   const Row& /*gradient*/) {}
#endif
    };
};
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
auto made = make_trainer<net, own, batch<4>>({.threads = 1}, {.decay = 0.99});
