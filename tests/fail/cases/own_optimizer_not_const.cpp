// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The rule of a user's own optimiser cannot be applied while it is constant.
// EXPECT: use "trainer" expects "const apply(Scalar*, moments, row)" got "one that is not const in still"
// CURE: Make `apply` a `const` function.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

struct still {
    struct settings {};
    static constexpr text name = "still";
    static constexpr int moments = 0;
    template <class Scalar>
    struct step_rule {
        step_rule(const settings&, const hyperparameters&) {}
        template <int Count>
#ifdef FIXED
        void apply(Scalar*, const std::array<Scalar*, 0>&, const simd::row<Scalar, Count>&) const {}
#else
        void apply(Scalar*, const std::array<Scalar*, 0>&, const simd::row<Scalar, Count>&) {}
#endif
    };
};
int threads() { return make_trainer<net, still, batch<4>>()->threads(); }
