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

namespace {

/// A minibatch of its own for each number, from 1 on.
template <class Optimizer>
step_result accumulate(run<Optimizer>& to, std::uint32_t number, gradient_sum<net>& sum) {
    const std::vector<double> values =
        uniform(images_of_a_step * net::input_shape.size(), 1, number);
    std::ranges::transform(values, to.images.begin(),
                           [](double value) { return static_cast<float>(value); });
    using types = typename run<Optimizer>::trainer_type;
    return to.made->accumulate(typename types::images_view(to.images),
                               typename types::labels_view(to.labels), numbers_of(number, 0.1, 0),
                               sum);
}

/// The sum's definition, from gradients that were kept one by one.
std::vector<float> added(const std::vector<std::vector<float>>& leaves, std::size_t first,
                         std::size_t count) {
    if (count == 1) return leaves[first];
    std::size_t left = 1;
    while (2 * left < count) left *= 2;
    std::vector<float> sum = added(leaves, first, left);
    const std::vector<float> right = added(leaves, first + left, count - left);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += right[i];
    return sum;
}

std::vector<float> numbers_in(const kept_values& all) {
    return {all.data(), all.data() + kept_values::size};
}

/// Steps over `minibatches` by so many trainers, which stand for processes.
template <class Optimizer>
void check_shared(int processes, int minibatches) {
    CAPTURE(processes, minibatches);
    constexpr double most_norm = 0.5;
    const int each = minibatches / processes;
    run<Optimizer> whole(2);
    gradient_sum<net> sum(minibatches);
    std::vector<std::unique_ptr<run<Optimizer>>> ranks;
    std::vector<gradient_sum<net>> sums;
    for (int rank = 0; rank < processes; ++rank) {
        ranks.push_back(std::make_unique<run<Optimizer>>(1));
        sums.emplace_back(each);
    }
    for (std::uint32_t step = 1; step <= 3; ++step) {
        const hyperparameters numbers = numbers_of(step, 0.1, 0);
        const auto first = static_cast<std::uint32_t>(minibatches) * (step - 1) + 1;
        for (int i = 0; i < minibatches; ++i)
            accumulate(whole, first + static_cast<std::uint32_t>(i), sum);
        kept_values& mean = whole.made->mean(sum);
        CHECK(whole.made->clip(mean, most_norm) > most_norm);
        whole.made->apply(mean, numbers);

        std::vector<kept_values*> totals;
        for (int rank = 0; rank < processes; ++rank) {
            const auto r = static_cast<std::size_t>(rank);
            for (int i = 0; i < each; ++i)
                accumulate(*ranks[r], first + static_cast<std::uint32_t>(rank * each + i), sums[r]);
            totals.push_back(&ranks[r]->made->total(sums[r]));
        }
        std::array<double, buffer_pieces> squares{};
        const auto share_of = [&](int rank) { return buffer_share{rank, processes}; };
        add_by_tree(0, processes, [&](int left, int right) {
            for (extent i = 0; i < kept_values::size; ++i)
                totals[static_cast<std::size_t>(left)]->data()[i] +=
                    totals[static_cast<std::size_t>(right)]->data()[i];
        });
        // Each has its own part of the sum, and nothing else.
        for (std::size_t r = ranks.size(); r-- > 0;) {
            const auto own = share_of(static_cast<int>(r));
            const std::vector<float> all = numbers_in(*totals[0]);
            if (r > 0)
                std::copy(all.begin() + own.begin(kept_values::size),
                          all.begin() + own.end(kept_values::size),
                          totals[r]->data() + own.begin(kept_values::size));
            ranks[r]->made->divide(*totals[r], minibatches, own);
        }
        // Twice: the first time to learn what the others are told.
        for (const bool learns : {true, false})
            for (int rank = 0; rank < processes; ++rank) {
                const auto r = static_cast<std::size_t>(rank);
                const buffer_share own = share_of(rank);
                kept_values gradients = *totals[r];
                ranks[r]->made->clip(gradients, most_norm, own, [&](auto& found) {
                    for (int piece = own.first_piece(); piece < own.last_piece() && learns; ++piece)
                        squares[static_cast<std::size_t>(piece)] =
                            found[static_cast<std::size_t>(piece)];
                    found = squares;
                });
                if (!learns) ranks[r]->made->apply(gradients, numbers, own);
            }
        // All-gather.
        for (const auto& to : ranks)
            for (int rank = 0; rank < processes; ++rank) {
                const buffer_share part = share_of(rank);
                const extent size = kept_values::size;
                const kept_values& from = ranks[static_cast<std::size_t>(rank)]->made->values();
                std::copy(from.data() + part.begin(size), from.data() + part.end(size),
                          to->made->values().data() + part.begin(size));
            }
    }
    for (int rank = 0; rank < processes; ++rank) {
        const auto& one = *ranks[static_cast<std::size_t>(rank)]->made;
        CHECK(same_bits(one.values(), whole.made->values()));
        const buffer_share own{rank, processes};
        for (std::size_t m = 0; m < Optimizer::moments; ++m)
            CHECK(std::equal(one.moment(m).data() + own.begin(kept_values::size),
                             one.moment(m).data() + own.end(kept_values::size),
                             whole.made->moment(m).data() + own.begin(kept_values::size)));
    }
}

}  // namespace

TEST_CASE("gradients of several minibatches are added by a fixed tree", "[apply]") {
    for (const int minibatches : {1, 2, 3, 4, 6, 7, 8}) {
        CAPTURE(minibatches);
        run<adam> of(2);
        gradient_sum<net> sum(minibatches);
        std::vector<std::vector<float>> leaves;
        for (int i = 1; i <= minibatches; ++i) {
            const auto number = static_cast<std::uint32_t>(i);
            gradient_sum<net> alone(1);
            const step_result once = accumulate(of, number, alone);
            leaves.push_back(numbers_in(of.made->total(alone)));
            CHECK(accumulate(of, number, sum).loss == once.loss);
        }
        CHECK(sum.minibatches() == minibatches);
        std::vector<float> right = added(leaves, 0, leaves.size());
        for (float& value : right) value *= static_cast<float>(1.0 / minibatches);
        CHECK(numbers_in(of.made->mean(sum)) == right);
        CHECK(sum.minibatches() == 0);
    }
}

TEST_CASE("a step over one minibatch is a plain step, bit for bit", "[apply]") {
    run<adam> whole(2);
    run<adam> parts(1);
    gradient_sum<net> sum(1);
    for (std::uint32_t step = 1; step <= 3; ++step) {
        accumulate(parts, step, sum);
        parts.made->apply(parts.made->mean(sum), numbers_of(step, 0.1, 0));
        whole.images = parts.images;
        whole.step(numbers_of(step, 0.1, 0));
    }
    CHECK(same_bits(parts, whole));
}

TEST_CASE("statistics change by the mean of what each minibatch would change", "[apply]") {
    run<sgd> of(1);
    const auto place = static_cast<std::size_t>(
        std::ranges::find_if(net::tensors, [](auto& one) { return !one.tensor.trained; }) -
        net::tensors.begin());
    const float before = of.made->values().tensor(place)[0];
    gradient_sum<net> sum(2);
    gradient_sum<net> alone(1);
    double changes = 0;
    for (const std::uint32_t number : {1U, 2U}) {
        accumulate(of, number, alone);
        changes += double{of.made->total(alone).tensor(place)[0]};
        accumulate(of, number, sum);
    }
    of.made->apply(of.made->mean(sum), numbers_of(1, 0, 0));
    CHECK(changes != 0);
    CHECK(std::abs(double{of.made->values().tensor(place)[0]} - (double{before} + changes / 2)) <
          1e-6);
}

TEST_CASE("processes that share a step do what one does, bit for bit", "[apply]") {
    for (const auto& [processes, minibatches] :
         {std::array{1, 4}, std::array{2, 4}, std::array{4, 4}, std::array{3, 6}}) {
        check_shared<adam>(processes, minibatches);
        check_shared<sgd>(processes, minibatches);
    }
}

TEST_CASE("shares cover a buffer once", "[apply]") {
    for (const int count : {1, 3, 4, 64, 100}) {
        extent at = 0;
        for (int number = 0; number < count; ++number) {
            const buffer_share part{number, count};
            CHECK(part.begin(kept_values::size) == at);
            at = part.end(kept_values::size);
        }
        CHECK(at == kept_values::size);
    }
}
