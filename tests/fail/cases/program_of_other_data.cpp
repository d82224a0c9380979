// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A program is made for a data set of other classes than the network's.
// EXPECT: use "app::model_of" expects "10 classes" got "26 classes" from "letters"
// CURE: The last dense layer has a unit for each class of the data.
#include "typenet/app.hpp"

using namespace typenet;

struct letters : data_set<8, 8, 1, 26> {};
#ifdef FIXED
using net = network<input<8, 8, 1>, flatten, dense<26>, softmax_cross_entropy>;
#else
using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
#endif
app::model made() { return app::model_of<net, adam, batch<8>, letters>(); }
