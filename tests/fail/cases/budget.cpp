// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A network has more parameters than its budget states.
// EXPECT: layer "5 budget<3000000>" expects "at most 3000000 parameters" got "3212928" from "4 dense<1024>"
// CURE: Use fewer units, pool before the dense layer, or raise the budget.
#include "typenet/network/network.hpp"

using namespace typenet;

using net = network<
    input<28, 28, 1>, conv<64, 3>, max_pool<4>, flatten,
#ifdef FIXED
    dense<512>, budget<3'000'000>,
#else
    dense<1024>, budget<3'000'000>,
#endif
    dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
