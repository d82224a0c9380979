// SPDX-License-Identifier: BSL-1.0
// Writes a sheet of the built-in digits to the standard output, as a binary PGM: ten rows, one for
// each digit, of the first twelve test images of it.
#include <array>
#include <cstdio>
#include <vector>

#include "data/synthetic.hpp"

int main() {
    constexpr int columns = 12;
    constexpr int rows = 10;
    constexpr int side = 28;
    constexpr int width = columns * side;
    constexpr std::uint64_t seed_of_digits = 1;  // as in src/data/load.cpp
    const auto digits = typenet::data::make_synthetic_digits(
        seed_of_digits, {side, side, 1}, rows, {.train = 1, .validation = 1, .test = 1000});

    std::vector<std::uint8_t> sheet(std::size_t{width} * rows * side);
    std::array<int, rows> drawn{};
    for (std::size_t i = 0; i < digits.test.count(); ++i) {
        const int row = digits.test.labels[i];
        int& column = drawn[static_cast<std::size_t>(row)];
        if (column == columns) continue;
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x)
                sheet[static_cast<std::size_t>((row * side + y) * width + column * side + x)] =
                    digits.test.image(i)[static_cast<std::size_t>(y * side + x)];
        ++column;
    }
    for (const int count : drawn)
        if (count < columns) return 1;
    std::printf("P5 %d %d 255\n", width, rows * side);
    return std::fwrite(sheet.data(), 1, sheet.size(), stdout) == sheet.size() ? 0 : 1;
}
