// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The images of a data set have no channels.
// EXPECT: use "data_set<28,28,0,10>" expects "whole numbers above 0" got "28,28,0,10"
// CURE: Give 1 for pictures in grey.
#include "typenet/train/data_set.hpp"

using namespace typenet;

#ifdef FIXED
struct digits : data_set<28, 28, 1, 10> {};
#else
struct digits : data_set<28, 28, 0, 10> {};
#endif
static_assert(digits::image.size() == 784);
