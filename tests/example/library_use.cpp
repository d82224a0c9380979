// SPDX-License-Identifier: BSL-1.0
// The library without its command line: define a network, train it, ask it from two threads. The
// program checks what it gets; its exit code says whether all was as promised.
#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <memory>
#include <numeric>
#include <random>
#include <thread>
#include <vector>

#include "typenet/typenet.hpp"

using namespace typenet;

// In which quarter of a 12 x 12 image is the bright spot?
using quarters = network<input<12, 12, 1>,               //
                         conv<8, 3>, relu, max_pool<2>,  //
                         expect<6, 6, 8>,                //
                         flatten, dense<32>, relu, dropout, dense<4>, softmax_cross_entropy>;

static_assert(quarters::shape_after<2> == shape{6, 6, 8});
static_assert(quarters::parameters == (3 * 3 * 8 + 8) + (288 * 32 + 32) + (32 * 4 + 4));

using quarters_trainer = trainer<quarters, adam, batch<64>>;
using minibatch_images = std::array<float, 64 * 12 * 12>;
using minibatch_labels = std::array<std::uint8_t, 64>;

// Images of noise with a spot of 3 x 3 somewhere in one quarter.
void draw(std::mt19937& random, minibatch_images& images, minibatch_labels& labels) {
    for (float& pixel : images) pixel = static_cast<float>(random() % 1000) / 2000;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        labels[i] = static_cast<std::uint8_t>(random() % 4);
        const std::size_t top = labels[i] / 2 * 6 + random() % 4;
        const std::size_t left = labels[i] % 2 * 6 + random() % 4;
        for (std::size_t y = top; y < top + 3; ++y)
            for (std::size_t x = left; x < left + 3; ++x) images[(i * 12 + y) * 12 + x] = 1;
    }
}

std::unique_ptr<quarters_trainer> train(int threads) {
    auto made = make_trainer<quarters, adam, batch<64>>({.threads = threads, .seed = 7});
    std::mt19937 random(1);
    minibatch_images images;
    minibatch_labels labels;
    hyperparameters numbers{.learning_rate = 3e-3, .keep_probability = 0.75};
    for (numbers.step = 1; numbers.step <= 200; ++numbers.step) {
        draw(random, images, labels);
        const step_result found = made->step(images, labels, numbers);
        if (numbers.step % 50 == 1) std::printf("step %u, loss %.4f\n", numbers.step, found.loss);
    }
    return made;
}

bool all_right = true;
void check(bool right, const char* what) {
    std::printf("%s: %s\n", right ? "right" : "WRONG", what);
    all_right = all_right && right;
}

int main() {
    std::mt19937 random(2);
    minibatch_images images;
    minibatch_labels labels;
    draw(random, images, labels);

    const auto untrained = make_trainer<quarters, adam, batch<64>>();
    const auto trained = train(1);
    const evaluation before = untrained->evaluate(images, labels);
    const evaluation after = trained->evaluate(images, labels);
    std::printf("loss %.4f before, %.4f after; accuracy %.3f\n", before.loss, after.loss,
                after.accuracy());
    check(after.loss < before.loss / 10 && after.accuracy() > 0.95, "training lowers the loss");

    // The same seed gives the same bits, whatever the number of threads.
    const auto again = train(2);
    check(std::ranges::equal(trained->values().get<"conv1.weights">(),
                             again->values().get<"conv1.weights">()) &&
              std::ranges::equal(trained->values().get<"dense2.biases">(),
                                 again->values().get<"dense2.biases">()),
          "one thread and two give the same bits");

    // A predictor never changes: threads share it, each with a workspace of its own.
    const predictor<quarters> judge(trained->values());
    const auto answer = [&](std::vector<int>& answers) {
        const auto room = std::make_unique<predictor<quarters>::workspace>();
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const predictor<quarters>::image_view_type image(&images[i * 12 * 12], 12 * 12);
            answers.push_back(judge.predict(image, *room));
        }
    };
    std::vector<int> here;
    std::vector<int> there;
    std::thread other(answer, std::ref(there));
    answer(here);
    other.join();
    const auto correct = std::inner_product(here.begin(), here.end(), labels.begin(), 0,
                                            std::plus<>(), std::equal_to<>());
    check(here == there, "two threads share a predictor");
    check(correct == after.correct, "it answers as the trainer does");
    return all_right ? 0 : 1;
}
