// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A data set of one's own does not say which images it has.
// EXPECT: use "examples" expects "static constexpr shape image" got "none in pets"
// CURE: Give it the shape of its images, too.
#include "typenet/train/data_set.hpp"

using namespace typenet;

struct pets {
#ifdef FIXED
    static constexpr shape image = shape::image(64, 64, 3);
#endif
    static constexpr int classes = 37;
};
int first_label(const examples<pets, 4>& some) { return some.labels[0]; }
