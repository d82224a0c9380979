// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The sequence of shapes of a wrong network, and nothing else of it.
// EXPECT: layer "3 dense<10>" expects "flat values, add flatten" got "28x28x32" from "2 relu"
// CURE: Put `flatten` before the first dense layer.
#include <boost/hana/back.hpp>
#include <boost/hana/size.hpp>

#include "typenet/typenet.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<32, 5>, relu, flatten, dense<10>, softmax_cross_entropy>;
constexpr int shapes_in_all = 6;
#else
using net = network<input<28, 28, 1>, conv<32, 5>, relu, dense<10>, softmax_cross_entropy>;
constexpr int shapes_in_all = 5;
#endif
constexpr auto shapes = shapes_of<net>;
static_assert(decltype(hana::size(shapes))::value == shapes_in_all);
static_assert(std::remove_cvref_t<decltype(hana::back(shapes))>::value == shape::values(10));
