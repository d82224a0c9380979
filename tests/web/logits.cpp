// SPDX-License-Identifier: BSL-1.0
// What the page's network answers, natively: reads images of bytes from standard input, writes the
// logits of each to standard output. Compiled for a machine without fused multiply-add, which
// WebAssembly has not either, so that both have the same bits.
//
// usage: web_logits WEIGHTS, the page's weights.safetensors
#include <algorithm>
#include <array>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "checkpoint/safetensors.hpp"
#include "support/extents.hpp"
#include "typenet/networks/small.hpp"
#include "typenet/train/predictor.hpp"

namespace {

using namespace typenet;
using networks::small;

parameters<small> values;
predictor<small>::workspace room;

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    std::vector<checkpoint::tensor_out> tensors;
    for (std::size_t i = 0; i < small::tensors.size(); ++i) {
        const named_tensor& one = small::tensors[i];
        tensors.push_back(
            {std::string(one.name.view()), support::extents_of(one.tensor), values.tensor(i)});
    }
    checkpoint::read_safetensors(argv[1], tensors);
    const predictor<small> network(values);
    std::array<char, 784> bytes{};
    std::array<float, 784> image{};
    while (std::cin.read(bytes.data(), bytes.size())) {
        std::ranges::transform(bytes, image.begin(), [](char byte) {
            return static_cast<float>(static_cast<std::uint8_t>(byte)) / 255.0F;
        });
        const auto logits = network.logits(image, room);
        std::cout.write(reinterpret_cast<const char*>(logits.data()), sizeof logits);
    }
    return std::cout.flush() ? 0 : 1;
}
