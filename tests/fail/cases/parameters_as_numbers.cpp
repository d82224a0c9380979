// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Parameters are used as one array.
// EXPECT: use "parameters" expects "get<name>() or tensor(number)" got "a subscript"
// CURE: Between tensors there are gaps: ask for a tensor.
#include "typenet/network/parameters.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
void halve(parameters<net>& values) { values.tensor(0)[0] *= 0.5F; }
#else
void halve(parameters<net>& values) { values[0] *= 0.5F; }
#endif
