// SPDX-License-Identifier: BSL-1.0
// Says what an exported network answers: for each image the class and the bits of the logits, then
// the memory that it took. microcontroller_test.py writes the two headers network.hpp and
// images.hpp.
#include "board.hpp"
#include "images.hpp"
#include "network.hpp"

using namespace network_network;

static workspace room;

int main() {
    for (const auto& image : images) {
        board::print(predict(image, room));
        float found[classes];
        logits(image, found, room);
        for (const float logit : found) {
            board::print(" ");
            board::print(long{__builtin_bit_cast(int, logit)});
        }
        board::print("\n");
    }
    const long memory[] = {weight_bytes, workspace_bytes,
                           board::flash_bytes() - static_cast<long>(sizeof images),
                           board::static_bytes(), board::greatest_stack_bytes()};
    for (const long bytes : memory) {
        board::print(bytes);
        board::print(" ");
    }
    return 0;
}
