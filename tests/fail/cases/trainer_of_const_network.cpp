// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A trainer of the type of a constant.
// EXPECT: use "template argument Net" expects "a network that is not const" got "const network<...>"
// CURE: Name the network itself.
#include "typenet/train/trainer.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
constexpr net model{};
#ifdef FIXED
auto made() { return make_trainer<std::remove_const_t<decltype(model)>, adam, batch<4>>(); }
#else
auto made() { return make_trainer<decltype(model), adam, batch<4>>(); }
#endif
