// SPDX-License-Identifier: BSL-1.0
#include "board.hpp"
#include "lenet5.hpp"

using namespace lenet5_network;

/// A digit of 28 x 28, drawn at half the size: a letter is four pixels.
constexpr const char* drawing[] = {
    "..............",  //
    "..............",  //
    "..............",  //
    "...########...",  //
    "...########...",  //
    "..........##..",  //
    ".........##...",  //
    "........##....",  //
    ".......##.....",  //
    "......##......",  //
    "......##......",  //
    "......##......",  //
    "..............",  //
    "..............",
};

// In static memory: neither would fit on the stack.
static float image[height * width];
static workspace room;

int main() {
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            image[y * width + x] = drawing[y / 2][x / 2] == '#' ? 1.0F : 0.0F;
    board::print("the digit is a ");
    board::print(predict(image, room));

    board::print("\nflash          ");
    board::print(board::flash_bytes());
    board::print(" bytes, of which weights ");
    board::print(weight_bytes);
    board::print("\nstatic memory  ");
    board::print(board::static_bytes());
    board::print(" bytes, of which working memory ");
    board::print(workspace_bytes);
    board::print(" and the image ");
    board::print(static_cast<long>(sizeof image));
    board::print("\ngreatest stack ");
    board::print(board::greatest_stack_bytes());
    board::print(" bytes\n");
    return 0;
}
