// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A number stands where the batch of a program should, which is run elsewhere.
// EXPECT: use "app::model_of" expects "batch<64>" got "64"
// CURE: A batch is a type: `batch<64>`.
#include "typenet/app.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
app::model made() { return app::model_of<net, adam, batch<64>>(); }
#else
app::model made() { return app::model_of<net, adam, 64>(); }
#endif
