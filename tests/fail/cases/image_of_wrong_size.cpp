// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A predictor gets an image of another size.
// EXPECT: use "predict" expects "1 image, 784 floats" got "1024"
// CURE: Give an image of the size that the network takes.
#include "typenet/typenet.hpp"

using namespace typenet;

using net = network<input<28, 28, 1>, flatten, dense<10>, softmax_cross_entropy>;

int digit(const predictor<net>& trained, predictor<net>::workspace& room) {
#ifdef FIXED
    std::array<float, 28 * 28> image{};
#else
    std::array<float, 32 * 32> image{};
#endif
    return trained.predict(image, room);
}
