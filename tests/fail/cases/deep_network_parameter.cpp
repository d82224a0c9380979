// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A parameter of a network with 200 layers is named wrong.
// EXPECT: use "get<conv97.bias>" expects "one of 198, as conv97.biases" got "conv97.bias"
// CURE: Write the name that the error names.
#include "typenet/network/parameters.hpp"

using namespace typenet;

template <int Blocks, class... Layers>
struct deep : deep<Blocks - 1, conv<8, 3>, relu, Layers...> {};
template <class... Layers>
struct deep<0, Layers...> {
    using type = network<input<28, 28, 8>, Layers..., flatten, dense<10>, softmax_cross_entropy>;
};
using net = deep<98>::type;
#ifdef FIXED
float bias(const parameters<net>& of) { return of.get<"conv97.biases">()[0]; }
#else
float bias(const parameters<net>& of) { return of.get<"conv97.bias">()[0]; }
#endif
