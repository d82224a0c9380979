// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Examples of a data set are made of fewer pixels than their images have.
// EXPECT: use "examples" expects "12544 floats" got "448"
// CURE: Give all pixels of all images: here 16 of 28x28.
#include "typenet/train/data_set.hpp"

using namespace typenet;

struct digits : data_set<28, 28, 1, 10> {};

#ifdef FIXED
using pixels = std::array<float, 16 * 28 * 28>;
#else
using pixels = std::array<float, 16 * 28>;
#endif

int first_label(const pixels& images, const std::array<std::uint8_t, 16>& labels) {
    const examples<digits, 16> some{images, labels};
    return some.labels[0];
}
