// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A predictor is made before there are parameters.
// EXPECT: use "predictor" expects "parameters, as values() of a trainer" got "no argument"
// CURE: It never changes: make it of the parameters that it answers with.
#include "typenet/train/predictor.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
predictor<net> made_of(const parameters<net>& values) { return predictor<net>(values); }
#else
predictor<net> made_of(const parameters<net>& /*values*/) { return predictor<net>(); }
#endif
