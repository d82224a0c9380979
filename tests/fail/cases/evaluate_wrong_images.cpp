// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Images to evaluate are numbers of another type.
// EXPECT: use "evaluate" expects "floats in a row" got "std::span<double>"
// CURE: Give numbers of the type that the trainer computes with.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

#ifdef FIXED
using number = float;
#else
using number = double;
#endif

evaluation judge(trainer<net, adam, batch<8>>& made, std::span<number> images,
                 std::span<std::uint8_t> labels) {
    return made.evaluate(images, labels);
}
