// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Other networks, a data set and a batch are made of constants of a wrong network.
// EXPECT: layer "3 dense<10>" expects "flat values, add flatten" got "14x14x8" from "2 max_pool<2>"
// CURE: Put `flatten` before the first dense layer; the rest is right.
#include "typenet/typenet.hpp"

using namespace typenet;

#ifdef FIXED
using teacher = network<input<28, 28, 1>, conv<8, 5>, max_pool<2>, flatten, dense<10>,
                        softmax_cross_entropy>;
#else
using teacher = network<input<28, 28, 1>, conv<8, 5>, max_pool<2>, dense<10>,
                        softmax_cross_entropy>;
#endif
constexpr shape image = teacher::input_shape;
constexpr auto pooled = teacher::shape_after<1>;
using student = network<input<teacher::input_shape.height, teacher::input_shape.width, 1>,
                        conv<4, 3, 1, same, teacher::input_shape.channels>, max_pool<2>,
                        expect<pooled.height, pooled.width, pooled.channels / 2>, flatten,
                        expect<pooled.size() / 2>, dense<teacher::classes>,
                        budget<teacher::parameters / 2 + 12>, softmax_cross_entropy>;
static_assert(student::parameters < teacher::parameters && student::classes == 10);

struct digits : data_set<28, 28, teacher::input_shape.channels, teacher::classes> {};
static_assert(digits::image == image && digits::classes == 10);

int learn(const examples<digits, teacher::depth>& from) {
    return make_trainer<student, adam, batch<teacher::depth>>()->step(from, {}).correct;
}
