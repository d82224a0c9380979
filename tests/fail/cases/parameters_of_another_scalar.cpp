// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Parameters of float are used as parameters of double.
// EXPECT: use "parameters" expects "numbers of type double" got "float"
// CURE: Use one scalar type, or copy number by number.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

#ifdef FIXED
predictor<net, float> ready(const parameters<net, float>& trained) { return predictor<net, float>(trained); }
#else
predictor<net, double> ready(const parameters<net, float>& trained) { return predictor<net, double>(trained); }
#endif
