// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A predictor is made of another network's parameters.
// EXPECT: use "parameters" expects "those of 1 conv<32,5>" got "1 conv<16,5>" from "another network"
// CURE: Use the parameters of the same network type.
#include "typenet/typenet.hpp"

using namespace typenet;

using large = network<input<28, 28, 1>, conv<32, 5>, flatten, dense<10>, softmax_cross_entropy>;
using small = network<input<28, 28, 1>, conv<16, 5>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
predictor<large> ready(const parameters<large>& trained) { return predictor<large>(trained); }
#else
predictor<large> ready(const parameters<small>& trained) { return predictor<large>(trained); }
#endif
