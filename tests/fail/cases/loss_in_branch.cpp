// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A loss stands in a branch.
// EXPECT: layer "2.1.2 binary_cross_entropy" expects "no loss in a branch" got "binary_cross_entropy" from "2.1.1 dense<1>"
// CURE: A network has one loss, its last layer: let the branches give outputs, and judge them together.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<640>, dense<32>,
#ifdef FIXED
    concat<branch<dense<1>>, branch<dense<4>>>, binary_cross_entropy
#else
    concat<branch<dense<1>, binary_cross_entropy>, branch<dense<4>>>, mean_squared_error
#endif
    >;
static_assert(sizeof(net) > 0);
