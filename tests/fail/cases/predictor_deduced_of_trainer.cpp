// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A predictor is made of what `make_trainer` gave.
// EXPECT: use "predictor" expects "parameters, as values() of a trainer" got "std::unique_ptr<trainer<network<...>, adam, batch<4>>>"
// CURE: Give it the parameters: `predictor answers(made->values());`
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
using image = std::array<float, 64>;
#ifdef FIXED
int answer(const image& pixels) {
    const auto made = make_trainer<net, adam, batch<4>>();
    predictor answers(made->values());
#else
int answer(const image& pixels) {
    const auto made = make_trainer<net, adam, batch<4>>();
    predictor answers(made);
#endif
    decltype(answers)::workspace room;
    return answers.predict(pixels, room);
}
