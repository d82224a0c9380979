// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The user's own assertions about a wrong network: one error.
// EXPECT: layer "3 dense<10>" expects "flat values, add flatten" got "28x28x32" from "2 relu"
// CURE: Put `flatten` before the first dense layer.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
using net = network<input<28, 28, 1>, conv<32, 5>, relu, flatten, dense<10>, softmax_cross_entropy>;
#else
using net = network<input<28, 28, 1>, conv<32, 5>, relu, dense<10>, softmax_cross_entropy>;
#endif
static_assert(net::parameters == 251722 && net::parameters < 300'000);
static_assert(net::depth == 5 && net::parameters / 1000 == 251);
static_assert(net::input_shape == shape::image(28, 28, 1) && net::output_shape.flat);
static_assert(net::shape_after<2> == shape::values(25088) && !net::shape_after<1>.flat);
static_assert(net::nodes[3].parameters == 250890);
static_assert(net::tensors.size() == 4);
static_assert(std::is_same_v<net::layer_at<0>, conv<32, 5>>);
