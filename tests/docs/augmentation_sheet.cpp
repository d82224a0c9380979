// SPDX-License-Identifier: BSL-1.0
// Writes a sheet of augmented digits to the standard output, as a binary PGM: a row for each list
// of `lists`, with twelve draws of one digit, whose margin is cut off so that edges are seen.
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "data/input_maker.hpp"
#include "data/synthetic.hpp"

namespace {

constexpr int columns = 12;
constexpr int margin = 4;
constexpr int side = 28 - 2 * margin;
constexpr std::array lists{"none",
                           "flip",
                           "shift=6",
                           "shift=6,reflect",
                           "rotate=30",
                           "cutout=10",
                           "flip,shift=3,reflect,rotate=10,cutout=6"};

/// The first built-in seven.
typenet::data::labelled_images seven() {
    constexpr std::uint64_t seed_of_digits = 1;  // as in src/data/load.cpp
    const auto digits = typenet::data::make_synthetic_digits(
        seed_of_digits, {28, 28, 1}, 10, {.train = 1, .validation = 1, .test = 100});
    std::size_t first = 0;
    while (digits.test.labels[first] != 7) ++first;
    typenet::data::labelled_images one{.size = {side, side, 1}};
    for (std::size_t y = 0; y < side; ++y)
        for (std::size_t x = 0; x < side; ++x)
            one.pixels.push_back(digits.test.image(first)[(y + margin) * 28 + x + margin]);
    return one;
}

}  // namespace

int main() {
    constexpr int gap = 4;
    constexpr std::size_t width = columns * (side + gap) - gap;
    constexpr std::size_t height = lists.size() * (side + gap) - gap;
    const typenet::data::labelled_images image = seven();
    std::vector<std::uint8_t> sheet(width * height);
    std::vector<float> out(image.size.pixels());
    for (std::size_t row = 0; row < lists.size(); ++row) {
        typenet::data::augmentation how;
        if (!typenet::data::read_augmentation(lists[row], how).empty()) return 1;
        typenet::data::input_maker maker(image, {}, how, 1);
        for (std::uint32_t column = 0; column < columns; ++column) {
            maker.make_changed(0, 1, column, out);
            for (std::size_t y = 0; y < side; ++y)
                for (std::size_t x = 0; x < side; ++x)
                    sheet[(row * (side + gap) + y) * width + column * (side + gap) + x] =
                        static_cast<std::uint8_t>(std::lround(255 * out[y * side + x]));
        }
    }
    std::printf("P5 %zu %zu 255\n", width, height);
    return std::fwrite(sheet.data(), 1, sheet.size(), stdout) == sheet.size() ? 0 : 1;
}
