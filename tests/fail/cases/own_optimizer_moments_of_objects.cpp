// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The number of moments of a user's own optimiser is no constant.
// EXPECT: use "trainer" expects "static constexpr int moments" got "another in still"
// CURE: Write `static constexpr int moments`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

struct still {
    struct settings {};
    static constexpr text name = "still";
#ifdef FIXED
    static constexpr int moments = 0;
#else
    int moments = 0;
#endif
    template <class Scalar>
    struct step_rule {
        step_rule(const settings&, const hyperparameters&) {}
        template <int Count>
        void apply(Scalar*, const std::array<Scalar*, 0>&, const simd::row<Scalar, Count>&) const {}
    };
};
int threads() { return make_trainer<net, still, batch<4>>()->threads(); }
