// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Examples of a data set are made of labels of another type.
// EXPECT: use "examples" expects "16 labels, std::uint8_t" got "std::array<int, 16>"
// CURE: Labels are bytes, as in the files of data sets.
#include "typenet/train/data_set.hpp"

using namespace typenet;

struct digits : data_set<28, 28, 1, 10> {};

#ifdef FIXED
using classes = std::array<std::uint8_t, 16>;
#else
using classes = std::array<int, 16>;
#endif

float first_pixel(const std::array<float, 16 * 28 * 28>& images, const classes& labels) {
    const examples<digits, 16> some{.images = images, .labels = labels};
    return some.images[0];
}
