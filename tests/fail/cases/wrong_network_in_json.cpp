// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The constants of a wrong network are written into a JSON object.
// EXPECT: layer "1 dense<10>" expects "flat values, add flatten" got "28x28x1" from "0 input<28,28,1>"
// CURE: Put `flatten` before the first dense layer; the rest is right.
#include <nlohmann/json.hpp>

#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, dense<10>, softmax_cross_entropy>;
#endif
nlohmann::json facts() {
    nlohmann::json all;
    all["classes"] = net::classes;
    all["parameters"] = net::parameters;
    return all;
}
