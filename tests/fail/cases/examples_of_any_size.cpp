// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Examples of a data set are made of a vector.
// EXPECT: use "examples" expects "784 floats" got "a size known at run time"
// CURE: Promise how many pixels there are, with a span.
#include <vector>

#include "typenet/train/data_set.hpp"

using namespace typenet;

struct digits : data_set<28, 28, 1, 10> {};

int first_label(const std::vector<float>& images, const std::array<std::uint8_t, 1>& labels) {
#ifdef FIXED
    const examples<digits, 1> one{std::span<const float, 784>(images), labels};
#else
    const examples<digits, 1> one{images, labels};
#endif
    return one.labels[0];
}
