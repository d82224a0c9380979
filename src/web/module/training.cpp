// SPDX-License-Identifier: BSL-1.0
// The module that trains: the trainer itself on digits that it draws, a new minibatch for each step
// and none twice. All its memory is static. src/web/site/trainer.js is the other side of these
// functions.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>

#include "drawing/artist.hpp"
#include "typenet/train/trainer.hpp"
#include "web/module/room.hpp"
#include "web/module/tensors.hpp"
#include "web/network.hpp"

namespace typenet::web {

namespace {

constexpr int batch_images = 32;
using trainer_type = trainer<network, adam, batch<batch_images>>;
using image_bytes = std::array<std::uint8_t, static_cast<std::size_t>(network::input_shape.size())>;

/// Parts of the built-in digits: which ones a run sees is the program's own numbering.
enum part : std::uint32_t { training_part = 0, test_part = 2 };
constexpr int classes = std::min(10, network::classes);
constexpr std::size_t test_images = 512;

alignas(trainer_type) std::array<std::byte, sizeof(trainer_type)> trainer_place;
trainer_type* training = nullptr;
alignas(drawing::artist) std::array<std::byte, sizeof(drawing::artist)> artist_place;
drawing::artist* hand = nullptr;
std::uint64_t seed = 0;
std::uint32_t steps = 0;
step_result found;

template <std::size_t Images>
struct labelled {
    std::array<image_bytes, Images> bytes;
    std::array<float, Images * std::tuple_size_v<image_bytes>> images;
    std::array<std::uint8_t, Images> labels;

    /// Draws items `first`, `first` + 1, … of a part.
    void draw(part of, std::uint64_t by, std::uint32_t first) {
        for (std::size_t i = 0; i < Images; ++i)
            labels[i] =
                hand->draw(by, of, first + static_cast<std::uint32_t>(i), classes, bytes[i]);
        float* pixel = images.data();
        for (const image_bytes& image : bytes)
            for (const std::uint8_t value : image) *pixel++ = static_cast<float>(value) / 255.0F;
    }
};
labelled<batch_images> minibatch;
labelled<test_images> test;

}  // namespace

/// The trainer's scratch, and what the artist notes of a stroke.
constexpr std::size_t room_bytes =
    (std::size_t{1} << 20) +
    plan::plan<network, float,
               batch_images>::template scratch_bytes<plan::purpose_of_arena::training>;
alignas(64) std::byte room[room_bytes];

extern "C" {

/// From new initial values.
[[clang::export_name("start")]] void web_start(std::uint32_t from_seed) {
    if (training) training->~trainer_type();
    if (hand) hand->~artist();
    clear_room();
    seed = from_seed;
    steps = 0;
    hand = ::new (artist_place.data())
        drawing::artist(network::input_shape.height, network::input_shape.width);
    training = ::new (trainer_place.data()) trainer_type(1);
    initialize(training->values(), initial_values::he_normal, seed);
    test.draw(test_part, seed, 0);
}
/// One step on new digits; its loss.
[[clang::export_name("step")]] double web_step(double learning_rate) {
    minibatch.draw(training_part, seed, batch_images * steps);
    found = training->step(minibatch.images, minibatch.labels,
                           {.step = ++steps, .learning_rate = learning_rate, .seed = seed});
    return found.loss;
}
/// The share of digits of the last step that were right before it.
[[clang::export_name("accuracy")]] double web_accuracy() {
    return static_cast<double>(found.correct) / batch_images;
}
/// The share that is right of digits that no step sees.
[[clang::export_name("test_accuracy")]] double web_test_accuracy() {
    return training->evaluate(test.images, test.labels).accuracy();
}

[[clang::export_name("batch")]] int web_batch() { return batch_images; }
/// The digits of the last step, [image][y][x], 255 for ink.
[[clang::export_name("digits")]] std::uint8_t* web_digits() { return minibatch.bytes[0].data(); }
[[clang::export_name("height")]] int web_height() { return network::input_shape.height; }
[[clang::export_name("width")]] int web_width() { return network::input_shape.width; }
[[clang::export_name("tensor_values")]] float* web_tensor_values(std::size_t i) {
    return training->values().tensor(i).data();
}
[[clang::export_name("most_room")]] std::size_t web_most_room() { return most_room_used(); }

}  // extern "C"

}  // namespace typenet::web
