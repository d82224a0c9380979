// SPDX-License-Identifier: BSL-1.0

// A step in parts: gradients that are kept, clipped and applied, and the average of weights. What
// the parts compute is the same for any number of threads.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include "catch.hpp"
#include "chain.hpp"
#include "typenet/train/trainer.hpp"

namespace {

using namespace typenet;
using typenet::tests::uniform;

/// Weights, biases, normalisation and statistics; tensors of more and of less than a piece.
using net =
    network<input<8, 12, 2>, conv<5, 3>, batch_norm<>, relu, residual<conv<5, 3>, batch_norm<>>,
            relu, max_pool<2>, flatten, dense<37>, relu, dropout, dense<10>, softmax_cross_entropy>;
constexpr int images_of_a_step = 10;
using kept_values = parameters<net, float>;

template <class Optimizer>
struct run {
    using trainer_type = trainer<net, Optimizer, batch<images_of_a_step>>;

    explicit run(int threads, const typename Optimizer::settings& settings = {})
        : made(make_trainer<net, Optimizer, batch<images_of_a_step>>({threads, 1, {}}, settings)) {
        for (const double number : uniform(images_of_a_step * net::input_shape.size(), 1, 1))
            images.push_back(static_cast<float>(number));
        for (int i = 0; i < images_of_a_step; ++i) labels.push_back(static_cast<std::uint8_t>(i));
    }
    step_result step(const hyperparameters& numbers) {
        return made->step(typename trainer_type::images_view(images),
                          typename trainer_type::labels_view(labels), numbers);
    }
    step_result gradients(const hyperparameters& numbers) {
        return made->gradients(typename trainer_type::images_view(images),
                               typename trainer_type::labels_view(labels), numbers, *kept);
    }

    std::unique_ptr<trainer_type> made;
    std::vector<float> images;
    std::vector<std::uint8_t> labels;
    std::unique_ptr<kept_values> kept = std::make_unique<kept_values>();
};

/// With the gaps between tensors.
bool same_bits(const kept_values& a, const kept_values& b) {
    return std::memcmp(a.data(), b.data(), kept_values::bytes) == 0;
}
template <class Optimizer>
bool same_bits(const run<Optimizer>& a, const run<Optimizer>& b) {
    bool all = same_bits(a.made->values(), b.made->values());
    for (std::size_t i = 0; i < Optimizer::moments; ++i)
        all = all && same_bits(a.made->moment(i), b.made->moment(i));
    return all;
}

hyperparameters numbers_of(std::uint32_t step, double weight_decay, double l2) {
    hyperparameters numbers;
    numbers.step = step;
    numbers.learning_rate = 1e-2;
    numbers.keep_probability = 0.5;
    numbers.weight_decay = weight_decay;
    numbers.l2 = l2;
    return numbers;
}

template <class Optimizer>
void check_parts(double weight_decay, double l2,
                 const typename Optimizer::settings& settings = {}) {
    for (const int threads : {1, 3}) {
        run<Optimizer> whole(2, settings);
        run<Optimizer> parts(threads, settings);
        for (std::uint32_t step = 1; step <= 5; ++step) {
            const hyperparameters numbers = numbers_of(step, weight_decay, l2);
            const step_result right = whole.step(numbers);
            const step_result found = parts.gradients(numbers);
            parts.made->apply(*parts.kept, numbers);
            CHECK(found.loss == right.loss);
            CHECK(found.correct == right.correct);
        }
        CHECK(same_bits(parts, whole));
    }
}

/// The norm of all that is trained, added in plain order.
double norm_of(const kept_values& all) {
    double sum = 0;
    for (std::size_t i = 0; i < net::tensors.size(); ++i)
        if (net::tensors[i].tensor.trained)
            for (const float value : all.tensor(i)) sum += double{value} * double{value};
    return std::sqrt(sum);
}

}  // namespace

TEST_CASE("gradients kept and then applied are a step, bit for bit", "[apply]") {
    check_parts<adam>(0, 0);
    check_parts<adam>(0.1, 0.01);
    check_parts<sgd>(0, 0);
    check_parts<sgd>(0.1, 0.01, {.momentum = 0.9, .nesterov = true});
}

TEST_CASE("gradients are clipped by the norm of all parameters together", "[apply]") {
    run<adam> of(1);
    of.gradients(numbers_of(1, 0, 0));
    const kept_values before = *of.kept;
    const double norm = norm_of(before);
    CHECK(std::abs(of.made->clip(*of.kept, 2 * norm) / norm - 1) < 1e-12);
    CHECK(same_bits(*of.kept, before));
    CHECK(std::abs(of.made->clip(*of.kept, norm / 3) / norm - 1) < 1e-12);
    CHECK(std::abs(norm_of(*of.kept) / (norm / 3) - 1) < 1e-5);
    for (std::size_t i = 0; i < net::tensors.size(); ++i)
        if (!net::tensors[i].tensor.trained)
            CHECK(std::ranges::equal(of.kept->tensor(i), before.tensor(i)));

    run<adam> other(3);
    *other.kept = before;
    other.made->clip(*other.kept, norm / 3);
    CHECK(same_bits(*other.kept, *of.kept));
}

TEST_CASE("weight decay and L2 leave all but weights alone", "[apply]") {
    for (const auto& [weight_decay, l2] : {std::array{0.1, 0.0}, std::array{0.0, 0.1}}) {
        run<adam> of(2);
        std::ranges::fill(of.made->values().tensor(1), 0.5F);  // biases, too, could decay
        const kept_values before = of.made->values();
        const kept_values nothing;
        of.made->apply(nothing, numbers_of(1, weight_decay, l2));
        for (std::size_t i = 0; i < net::tensors.size(); ++i) {
            CAPTURE(net::tensors[i].name.view(), weight_decay, l2);
            const auto now = of.made->values().tensor(i);
            if (!net::tensors[i].tensor.is_weights()) {
                CHECK(std::ranges::equal(now, before.tensor(i)));
                continue;
            }
            for (std::size_t k = 0; k < now.size(); ++k)
                CHECK(std::abs(now[k]) <= std::abs(before.tensor(i)[k]) + (l2 > 0 ? 1e-2F : 0.0F));
            CHECK_FALSE(std::ranges::equal(now, before.tensor(i)));
        }
    }
}

TEST_CASE("L2 is part of the loss of a step", "[apply]") {
    run<sgd> of(2);
    double squares = 0;
    for (std::size_t i = 0; i < net::tensors.size(); ++i)
        if (net::tensors[i].tensor.is_weights())
            for (const float value : of.made->values().tensor(i))
                squares += double{value} * double{value};
    const double plain = of.gradients(numbers_of(1, 0, 0)).loss;
    CHECK(std::abs(of.gradients(numbers_of(1, 0, 0.25)).loss - plain - 0.25 * squares) < 1e-10);
    CHECK(of.gradients(numbers_of(1, 0.25, 0)).loss == plain);
}

TEST_CASE("L2 of half the weight decay is the same to SGD", "[apply]") {
    run<sgd> decay(1);
    run<sgd> l2(1);
    for (std::uint32_t step = 1; step <= 3; ++step) {
        decay.step(numbers_of(step, 0.5, 0));
        l2.step(numbers_of(step, 0, 0.25));
    }
    CHECK(same_bits(decay, l2));
}

TEST_CASE("an average follows the weights and answers in their place", "[apply]") {
    std::array<kept_values, 2> averages;
    for (const int threads : {1, 3}) {
        kept_values& average = averages[threads == 1 ? 0 : 1];
        run<adam> of(threads);
        std::vector<double> right(static_cast<std::size_t>(kept_values::size));
        for (std::uint32_t step = 1; step <= 4; ++step) {
            of.step(numbers_of(step, 0, 0));
            const double keep = step > 1 ? 0.75 : 0;
            of.made->average_into(average, keep);
            for (std::size_t i = 0; i < right.size(); ++i)
                right[i] = keep * right[i] + (1 - keep) * double{of.made->values().data()[i]};
        }
        for (std::size_t i = 0; i < right.size(); ++i)
            REQUIRE(std::abs(average.data()[i] - right[i]) <= 1e-6 * std::abs(right[i]) + 1e-7);

        using types = run<adam>::trainer_type;
        const std::span<const float> images(of.images);
        const std::span<const types::target> labels(of.labels);
        const evaluation by_average = of.made->evaluate(images, labels, average);
        const evaluation by_own = of.made->evaluate(images, labels);
        std::vector<float> logits(images_of_a_step * 10);
        of.made->logits(images, logits, average);
        of.made->values() = average;
        CHECK(by_average.loss == of.made->evaluate(images, labels).loss);
        CHECK(by_average.loss != by_own.loss);
        std::vector<float> same(logits.size());
        of.made->logits(images, same);
        CHECK(same == logits);
    }
    CHECK(same_bits(averages[0], averages[1]));
}
