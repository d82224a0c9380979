// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The kind of a layer of one's own is a std::string_view.
// EXPECT: layer "1 rectifier" expects "static constexpr text kind" got "another kind" from "0 input<28,28,1>"
// CURE: It is a `text`, which may be part of a type.
#include <string_view>

#include "typenet/network/network.hpp"

using namespace typenet;

struct rectifier : relu {
#ifdef FIXED
    static constexpr text kind = "rectifier";
#else
    static constexpr std::string_view kind = "rectifier";
#endif
    static constexpr text spelling() { return "rectifier"; }
};
using net = network<input<28, 28, 1>, rectifier, flatten, dense<10>, softmax_cross_entropy>;
static_assert(sizeof(net) > 0);
