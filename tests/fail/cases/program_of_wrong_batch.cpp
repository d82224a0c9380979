// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A program takes minibatches of no images.
// EXPECT: use "trainer" expects "a batch of 1 to 65536 images" got "batch<0>"
// CURE: Give the number of images of a minibatch.
#include "typenet/app.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
app::model made() { return app::model_of<net, adam, batch<8>>(); }
#else
app::model made() { return app::model_of<net, adam, batch<0>>(); }
#endif
