// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A data set of one's own calls its classes by another name.
// EXPECT: use "examples" expects "static constexpr int classes" got "none in digits"
// CURE: Call them `classes`, or derive from `data_set`.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
struct digits {
    static constexpr shape image = shape::image(8, 8, 1);
#ifdef FIXED
    static constexpr int classes = 10;
#else
    static constexpr int num_classes = 10;
#endif
};
double loss(trainer<net, adam, batch<4>>& learns, const examples<digits, 4>& minibatch) {
    return learns.evaluate(minibatch).loss;
}
