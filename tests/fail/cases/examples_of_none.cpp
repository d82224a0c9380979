// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Examples of a data set are no image.
// EXPECT: use "examples" expects "1 image or more" got "0"
// CURE: Give them at least one.
#include "typenet/train/data_set.hpp"

using namespace typenet;

struct digits : data_set<28, 28, 1, 10> {};

#ifdef FIXED
constexpr int images = 16;
#else
constexpr int images = 0;
#endif

int first_label(const examples<digits, images>& some) { return some.labels[0]; }
int last_label(const examples<digits, images>& some) { return some.labels.back(); }
