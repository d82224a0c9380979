// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The settings of an optimiser of one's own have no values to begin with.
// EXPECT: use "trainer" expects "settings with values to begin with" got "none in descent"
// CURE: Give each setting its usual value.
#include "typenet/train/trainer.hpp"

using namespace typenet;

struct descent {
#ifdef FIXED
    struct settings {
        double decay = 0;
    };
#else
    struct settings {
        explicit settings(double given) : decay(given) {}
        double decay;
    };
#endif
    static constexpr text name = "descent";
    static constexpr int moments = 0;
    template <class Scalar>
    struct step_rule {
        step_rule(const settings& /*unused*/, const hyperparameters& numbers)
            : rate(static_cast<Scalar>(numbers.learning_rate)) {}
        template <class Row>
        void apply(Scalar* at, const std::array<Scalar*, 0>& /*unused*/, const Row& gradient) const {
            (simd::row<Scalar, Row::count>::load(at) - rate * gradient).store(at);
        }
        Scalar rate;
    };
};
using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
int threads() { return make_trainer<net, descent, batch<4>>()->threads(); }
