// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A layer of one's own is a class whose members are private.
// EXPECT: layer "2 rectifier" expects "public members of a layer" got "private ones" from "1 flatten"
// CURE: Make it a `struct`, or say `public`.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
struct rectifier : relu {
#else
class rectifier : relu {
#endif
    static constexpr text kind = "rectifier";
    static constexpr text spelling() { return kind; }
};
using net = network<input<28, 28, 1>, flatten, rectifier, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
