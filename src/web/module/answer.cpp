// SPDX-License-Identifier: BSL-1.0
// The module that answers. A page gives it weights once, then one drawing after another; of each it
// gets the image that the network sees, and the network's logits. All its memory is static.
// src/web/site/network.js is the other side of these functions.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "drawing/centred.hpp"
#include "typenet/train/predictor.hpp"
#include "web/module/room.hpp"
#include "web/module/tensors.hpp"
#include "web/network.hpp"

namespace typenet::web {

namespace {

constexpr int height = network::input_shape.height;
constexpr int width = network::input_shape.width;
constexpr auto pixels = static_cast<std::size_t>(height * width);

/// A drawing comes as a square of so many grey pixels: four by four for each of an MNIST image, and
/// few enough that finding the ink takes about as long as the answer.
constexpr int side = 112;

std::array<std::uint8_t, std::size_t{side} * side> sheet;
std::array<std::uint8_t, pixels> seen;
parameters<network> values;
alignas(alignment) std::array<float, pixels> image;
predictor<network>::workspace workspace;
predictor<network>::logits_type logits;
float mean = 0;
float deviation = 1;

}  // namespace

/// A page full of scribble takes a third of it: tests/web.
constexpr std::size_t room_bytes = std::size_t{2} << 20;
alignas(64) std::byte room[room_bytes];

extern "C" {

[[clang::export_name("height")]] int web_height() { return height; }
[[clang::export_name("width")]] int web_width() { return width; }
[[clang::export_name("classes")]] int web_classes() { return network::classes; }

/// Where a drawing is put, [y][x], 255 for paper to 0 for ink.
[[clang::export_name("sheet")]] std::uint8_t* web_sheet() { return sheet.data(); }
[[clang::export_name("sheet_side")]] int web_sheet_side() { return side; }

/// Makes the image that the network sees of the drawing, as `typenet predict` does. False if
/// nothing is drawn.
[[clang::export_name("see")]] bool web_see() {
    clear_room();
    const std::optional<drawing::plane> found =
        drawing::centred({side, side, {sheet.begin(), sheet.end()}}, height, width);
    if (!found) return false;
    std::ranges::copy(found->values, seen.begin());
    return true;
}
/// That image, [y][x], 0 for paper to 255 for ink. One that is no drawing, but an image already, is
/// put here.
[[clang::export_name("seen")]] std::uint8_t* web_seen() { return seen.data(); }

/// What the network was trained with: (value - mean) / deviation.
[[clang::export_name("scale")]] void web_scale(float its_mean, float its_deviation) {
    mean = its_mean;
    deviation = its_deviation;
}
/// Computes the logits of the image that is seen.
[[clang::export_name("answer")]] void web_answer() {
    for (std::size_t i = 0; i < pixels; ++i)
        image[i] = (static_cast<float>(seen[i]) / 255.0F - mean) / deviation;
    logits = predictor<network>(values).logits(image, workspace);
}
[[clang::export_name("logits")]] float* web_logits() { return logits.data(); }

[[clang::export_name("tensor_values")]] float* web_tensor_values(std::size_t i) {
    return values.tensor(i).data();
}
[[clang::export_name("most_room")]] std::size_t web_most_room() { return most_room_used(); }

}  // extern "C"

}  // namespace typenet::web
