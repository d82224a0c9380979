// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A network is walked that has no parameters yet.
// EXPECT: use "walk" expects "parameters, as values() of a trainer" got "no argument"
// CURE: Make the parameters first: the walk looks at them.
#include "typenet/network/reference.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using walk = reference::walk<net>;

int likeliest(const std::array<float, 64>& image) {
#ifdef FIXED
    static const parameters<net> values;
    static walk one(values);
#else
    static walk one;
#endif
    const float* const logits = one.forward(image.data());
    return logits[0] > logits[1] ? 0 : 1;
}
