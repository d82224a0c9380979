// SPDX-License-Identifier: BSL-1.0

// What a training step promises: the same bits however many threads, the arithmetic of its
// optimiser, and answers that do not depend on the company an image is in.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "chain.hpp"
#include "typenet/train/predictor.hpp"
#include "typenet/train/trainer.hpp"

namespace {

using namespace typenet;
using typenet::tests::uniform;

using net = network<input<8, 12, 2>, conv<5, 3>, relu, max_pool<2>, conv<7, 3>, relu, flatten,
                    dense<70>, relu, dropout, dense<10>, softmax_cross_entropy>;
constexpr int images_of_a_step = 10;

/// A trainer and a fixed minibatch.
template <class Optimizer, class Scalar = float>
struct run {
    using trainer_type = trainer<net, Optimizer, batch<images_of_a_step>, Scalar>;
    static constexpr auto moments = static_cast<std::size_t>(Optimizer::moments);

    explicit run(int threads, std::uint64_t initial_seed = 1)
        : made(make_trainer<net, Optimizer, batch<images_of_a_step>, Scalar>(
              {threads, initial_seed, initial_values::he_normal})) {
        const auto numbers = uniform(images_of_a_step * net::input_shape.size(), 1, 1);
        for (const double number : numbers) images.push_back(static_cast<Scalar>(number));
        for (int i = 0; i < images_of_a_step; ++i) labels.push_back(static_cast<std::uint8_t>(i));
    }
    step_result step(std::uint32_t number, std::uint64_t seed, double rate = 1e-3,
                     double keep_probability = 0.5) {
        return made->step(typename trainer_type::images_view(images),
                          typename trainer_type::labels_view(labels),
                          {number, rate, keep_probability, seed});
    }
    void steps(std::uint32_t count, std::uint64_t seed) {
        for (std::uint32_t number = 1; number <= count; ++number) step(number, seed);
    }

    std::unique_ptr<trainer_type> made;
    std::vector<Scalar> images;
    std::vector<std::uint8_t> labels;
};

/// All parameters and moments, with the gaps between tensors.
template <class Optimizer>
bool same_bits(run<Optimizer>& a, run<Optimizer>& b) {
    const auto same = [](const auto& x, const auto& y) {
        return std::memcmp(x.data(), y.data(), static_cast<std::size_t>(x.bytes)) == 0;
    };
    bool all = same(a.made->values(), b.made->values());
    for (std::size_t i = 0; i < run<Optimizer>::moments; ++i)
        all = all && same(a.made->moment(i), b.made->moment(i));
    return all;
}

/// The largest difference between parameters and plain numbers laid out alike.
double difference(const parameters<net, double>& found, const std::vector<double>& right) {
    double most = 0;
    for (std::size_t i = 0; i < right.size(); ++i)
        most = std::max(most, std::abs(found.data()[i] - right[i]));
    return most;
}

/// Mean loss and gradient of a run's minibatch, by the references.
struct plain_step {
    template <class Run>
    plain_step(const Run& from, const std::vector<double>& values, layer_pass pass) {
        const auto now = std::make_unique<parameters<net, double>>();
        std::ranges::copy(values, now->data());
        const auto walk = std::make_unique<reference::walk<net, double>>(*now);
        for (std::uint32_t image = 0; image < images_of_a_step; ++image) {
            pass.item = image;
            loss += walk->gradient(from.images.data() + image * net::input_shape.size(),
                                   &from.labels[image], 1.0 / images_of_a_step, *gradient, pass)
                        .loss /
                    images_of_a_step;
        }
    }
    double loss = 0;
    std::unique_ptr<parameters<net, double>> gradient = std::make_unique<parameters<net, double>>();
};

/// Twenty steps of the trainer in double and of `update(step, gradient, parameter, moments)` on
/// plain numbers. Sums in another order differ by some 1e-15; an optimiser that divides by small
/// gradients makes more of that, and twenty steps some more.
template <class Optimizer>
void check_against_plain(double rate, auto&& update) {
    run<Optimizer, double> trained(2);
    const double* const start = trained.made->values().data();
    std::vector<double> values(start, start + parameters<net, double>::size);
    std::array<std::vector<double>, 2> moments{std::vector<double>(values.size()),
                                               std::vector<double>(values.size())};
    for (std::uint32_t step = 1; step <= 20; ++step) {
        const plain_step right(trained, values, {0.5, 9, step, 0, 0});
        const step_result found = trained.step(step, 9, rate);
        for (std::size_t i = 0; i < values.size(); ++i)
            update(step, right.gradient->data()[i], values[i], moments[0][i], moments[1][i]);
        CAPTURE(step);
        CHECK(std::abs(found.loss - right.loss) < 1e-9);
    }
    CHECK(difference(trained.made->values(), values) < 1e-8);
    for (std::size_t i = 0; i < Optimizer::moments; ++i)
        CHECK(difference(trained.made->moment(i), moments[i]) < 1e-8);
}

}  // namespace

TEST_CASE("a step gives the same bits for any number of threads", "[step]") {
    run<adam> one(1);
    run<adam> two(2);
    run<adam> three(3);
    one.steps(6, 5);
    two.steps(6, 5);
    three.steps(6, 5);
    CHECK(one.made->threads() == 1);
    CHECK(three.made->threads() == 3);
    CHECK(same_bits(one, two));
    CHECK(same_bits(one, three));
}

TEST_CASE("two runs of one seed give the same bits, another seed gives others", "[step]") {
    run<sgd> first(2);
    run<sgd> again(2);
    run<sgd> other_dropout(2);
    run<sgd> other_start(2, 2);
    first.steps(5, 5);
    again.steps(5, 5);
    other_dropout.steps(5, 6);
    other_start.steps(5, 5);
    CHECK(same_bits(first, again));
    CHECK_FALSE(same_bits(first, other_dropout));
    CHECK_FALSE(same_bits(first, other_start));
}

TEST_CASE("a timed step is the same step, and takes time in each stage", "[step]") {
    run<adam> plain(2);
    run<adam> timed(2);
    std::array<stage_time, run<adam>::trainer_type::stages> times{};
    for (std::uint32_t number = 1; number <= 3; ++number) {
        const step_result right = plain.step(number, 5);
        const step_result found = timed.made->timed_step(
            run<adam>::trainer_type::images_view(timed.images),
            run<adam>::trainer_type::labels_view(timed.labels), {number, 1e-3, 0.5, 5}, times);
        CHECK(found.loss == right.loss);
        CHECK(found.correct == right.correct);
    }
    CHECK(same_bits(plain, timed));
    CHECK(times.size() == 4);
    for (const stage_time& t : times) CHECK((t.forward > 0 && t.backward > 0));
}

TEST_CASE("steps lower the loss", "[step]") {
    run<adam> learner(1);
    const double before = learner.step(1, 5, 1e-3, 1).loss;
    for (std::uint32_t step = 2; step <= 40; ++step) learner.step(step, 5, 1e-3, 1);
    const step_result after = learner.step(41, 5, 1e-3, 1);
    CHECK(after.loss < before / 2);
    CHECK(after.correct == images_of_a_step);
}

TEST_CASE("Adam is the paper's", "[step]") {
    check_against_plain<adam>(
        1e-3, [](std::uint32_t step, double g, double& w, double& m, double& v) {
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            const double corrected =
                1e-3 * std::sqrt(1 - std::pow(0.999, step)) / (1 - std::pow(0.9, step));
            w -= corrected * m / (std::sqrt(v) + 1e-8);
        });
}

TEST_CASE("SGD has momentum", "[step]") {
    check_against_plain<sgd>(0.05, [](std::uint32_t, double g, double& w, double& m, double&) {
        m = 0.9 * m + g;
        w -= 0.05 * m;
    });
}

TEST_CASE("the optimisers' own settings are used", "[step]") {
    run<sgd> usual(1);
    run<sgd> plain(1);
    plain.made = make_trainer<net, sgd, batch<images_of_a_step>>({1, 1, initial_values::he_normal},
                                                                 {.momentum = 0});
    usual.steps(1, 5);
    plain.steps(1, 5);
    CHECK(same_bits(usual, plain));
    usual.steps(2, 5);
    plain.steps(2, 5);
    CHECK_FALSE(same_bits(usual, plain));
}

// Of an image alone, threads share the rows of a convolution's outputs and the outputs of a dense
// layer, of which there are as many parts as threads.
TEST_CASE("an image alone gives the same bits for any number of threads", "[step]") {
    using large =
        network<input<20, 16, 1>, conv<32, 5>, relu, max_pool<2>, conv<64, 5>, relu, max_pool<2>,
                flatten, dense<600>, relu, dropout, dense<10>, softmax_cross_entropy>;
    using trainer_type = trainer<large, adam, batch<1>>;
    constexpr auto size = static_cast<std::size_t>(large::input_shape.size());
    std::vector<float> image;
    for (const double number : uniform(static_cast<extent>(size), 3, 1))
        image.push_back(static_cast<float>(number));
    const std::vector<std::uint8_t> label{7};
    const auto trained = [&](int threads) {
        auto made = make_trainer<large, adam, batch<1>>({threads, 1, initial_values::he_normal});
        for (std::uint32_t number = 1; number <= 3; ++number)
            made->step(typename trainer_type::images_view(image),
                       typename trainer_type::labels_view(label), {number, 1e-3, 0.5, 5});
        return made;
    };
    const auto alone = trained(1);
    const predictor<large> ask(alone->values());
    const auto room = std::make_unique<predictor<large>::workspace>();
    const auto right = ask.logits(predictor<large>::image_view_type(image), *room);
    // Of two images each is computed whole.
    const auto in_pairs = make_trainer<large, adam, batch<2>>({1, 1, initial_values::he_normal});
    std::vector<float> whole(right.size());
    in_pairs->logits(image, whole, alone->values());
    CHECK(std::memcmp(whole.data(), right.data(), sizeof right) == 0);
    for (const int threads : {1, 2, 3}) {
        CAPTURE(threads);
        const auto shared = trained(threads);
        CHECK(std::memcmp(shared->values().data(), alone->values().data(),
                          static_cast<std::size_t>(alone->values().bytes)) == 0);
        std::vector<float> found(right.size());
        shared->logits(image, found);
        CHECK(std::memcmp(found.data(), right.data(), sizeof right) == 0);
    }
}

// Whatever the batch, and wherever in it an image stands, its sums run in the same order: direct
// convolution and dense layers give the same bits for one image as for ten.
TEST_CASE("evaluation, logits and predictor say the same of each image", "[step]") {
    run<adam> learner(2);
    learner.steps(3, 5);
    const predictor<net> ask(learner.made->values());
    const auto room = std::make_unique<predictor<net>::workspace>();
    constexpr auto size = static_cast<std::size_t>(net::input_shape.size());
    constexpr std::size_t classes = 10;
    for (const std::size_t count : {0U, 1U, 9U, 10U, 11U, 37U}) {
        CAPTURE(count);
        std::vector<float> images;
        for (const double number : uniform(static_cast<extent>(count * size), 3, 1))
            images.push_back(static_cast<float>(number));
        std::vector<std::uint8_t> labels(count);
        for (std::size_t i = 0; i < count; ++i) labels[i] = static_cast<std::uint8_t>(i * 7 % 10);

        std::vector<float> logits(count * classes);
        learner.made->logits(images, logits);
        double loss = 0;
        extent correct = 0;
        std::size_t equal = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const predictor<net>::image_view_type image(images.data() + i * size, size);
            const auto found = ask.logits(image, *room);
            equal += std::memcmp(found.data(), logits.data() + i * classes, sizeof found) == 0;
            const auto most = std::ranges::max_element(found) - found.begin();
            CHECK(ask.predict(image, *room) == most);
            correct += most == labels[i];
            double sum = 0;
            for (const float logit : found) sum += std::exp(double{logit});
            loss += std::log(sum) - double{found[labels[i]]};
        }
        CHECK(equal == count);
        const evaluation judged = learner.made->evaluate(images, labels);
        CHECK(judged.images == static_cast<extent>(count));
        CHECK(judged.correct == correct);
        CHECK(std::abs(judged.loss * static_cast<double>(count) - loss) <= 1e-12 * (1 + loss));
    }
}

TEST_CASE("a trainer may be made of nothing, and a predictor of values", "[step]") {
    using trainer_type = run<adam>::trainer_type;
    const auto made = std::make_unique<trainer_type>();
    CHECK(made->threads() >= 1);
    const predictor answers(made->values());
    static_assert(std::is_same_v<decltype(answers), const predictor<net>>);
    const auto room = std::make_unique<predictor<net>::workspace>();
    const std::array<float, 8 * 12 * 2> image{1};
    CHECK(answers.logits(image, *room) == predictor<net>::logits_type{});  // parameters are 0
}

TEST_CASE("evaluation leaves training as it was", "[step]") {
    run<adam> watched(1);
    run<adam> alone(1);
    for (std::uint32_t step = 1; step <= 3; ++step) {
        watched.step(step, 5);
        alone.step(step, 5);
        watched.made->evaluate(watched.images, watched.labels);
    }
    CHECK(same_bits(watched, alone));
}

TEST_CASE("threads share a predictor", "[step]") {
    run<adam> learner(1);
    learner.steps(2, 5);
    const predictor<net> ask(learner.made->values());
    constexpr auto size = static_cast<std::size_t>(net::input_shape.size());
    const auto answers = [&] {
        const auto room = std::make_unique<predictor<net>::workspace>();
        std::vector<predictor<net>::logits_type> all;
        for (int round = 0; round < 20; ++round)
            for (std::size_t i = 0; i < images_of_a_step; ++i)
                all.push_back(ask.logits(
                    predictor<net>::image_view_type(learner.images.data() + i * size, size),
                    *room));
        return all;
    };
    const auto right = answers();
    std::array<std::vector<predictor<net>::logits_type>, 4> found;
    std::vector<std::thread> threads;
    for (auto& mine : found) threads.emplace_back([&] { mine = answers(); });
    for (std::thread& thread : threads) thread.join();
    for (const auto& mine : found) CHECK(mine == right);
}
