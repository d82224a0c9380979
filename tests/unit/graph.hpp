// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include "catch.hpp"
#include "chain.hpp"
#include "typenet/network/reference.hpp"
#include "typenet/train/trainer.hpp"

/// What holds for any network, asked of small ones in double: references against differences, the
/// trainer against references.
namespace typenet::tests {

inline constexpr int images = 5;

template <class Net>
using target_of = typename loss_of<Net>::template target<double>;

/// A minibatch, and parameters that keep softmax and ReLU out of the flat.
template <class Net>
struct example {
    std::vector<double> pixels = uniform(images * Net::input_shape.size(), 1, 1);
    std::vector<target_of<Net>> targets;
    std::unique_ptr<parameters<Net, double>> values = std::make_unique<parameters<Net, double>>();

    example() {
        const int each = loss_of<Net>::targets(Net::output_shape);
        const auto numbers = uniform(extent{images} * each, 1, 2);
        for (std::size_t i = 0; i < numbers.size(); ++i)
            targets.push_back(static_cast<target_of<Net>>(std::is_same_v<target_of<Net>, double>
                                                              ? std::abs(numbers[i])
                                                              : static_cast<double>(i % 3)));
        initialize(*values, initial_values::he_normal, 4);
        // Off the values that hide a mistake: gamma 1, beta 0, variance 1, biases 0.
        for (std::size_t i = 0; i < Net::tensors.size(); ++i) {
            const auto moved =
                uniform(Net::tensors[i].tensor.size(), 5, static_cast<std::uint32_t>(i));
            for (std::size_t j = 0; j < moved.size(); ++j) values->tensor(i)[j] += 0.3 * moved[j];
        }
    }
};

constexpr layer_pass in_training(double label_smoothing = 0) {
    layer_pass pass{1, 7, 1};
    pass.trains = true;
    pass.label_smoothing = label_smoothing;
    return pass;
}

/// The mean loss of the minibatch and its gradient, by the references.
template <class Net>
struct by_reference {
    std::unique_ptr<parameters<Net, double>> gradient = std::make_unique<parameters<Net, double>>();
    std::vector<double> image_gradient;
    double loss = 0;

    by_reference(const example<Net>& of, const layer_pass& pass) {
        const auto walk = std::make_unique<reference::walk<Net, double, images>>(*of.values);
        loss = walk->gradient(of.pixels.data(), of.targets.data(), 1.0 / images, *gradient, pass)
                   .loss /
               images;
        image_gradient.assign(walk->image_gradient(), walk->image_gradient() + of.pixels.size());
    }
};

template <class Net>
double mean_loss(const example<Net>& of, const layer_pass& pass) {
    parameters<Net, double> unused;
    const auto walk = std::make_unique<reference::walk<Net, double, images>>(*of.values);
    return walk->gradient(of.pixels.data(), of.targets.data(), 1, unused, pass).loss / images;
}

/// Central differences: right to about 1e-9, where no ReLU is at its kink between the two.
template <class Net>
double difference(example<Net>& of, double& number, const layer_pass& pass) {
    constexpr double half_step = 1e-6;
    const double middle = number;
    number = middle + half_step;
    const double above = mean_loss(of, pass);
    number = middle - half_step;
    const double below = mean_loss(of, pass);
    number = middle;
    return (above - below) / (2 * half_step);
}

template <class Net>
void check_gradients(double label_smoothing = 0) {
    const layer_pass pass = in_training(label_smoothing);
    example<Net> of;
    const by_reference<Net> right(of, pass);
    for (std::size_t i = 0; i < of.pixels.size(); i += 7)
        CHECK(std::abs(right.image_gradient[i] - difference(of, of.pixels[i], pass)) < 1e-7);
    for (std::size_t i = 0; i < Net::tensors.size(); ++i) {
        if (!Net::tensors[i].tensor.trained) continue;
        INFO(Net::tensors[i].name.view());
        const auto values = of.values->tensor(i);
        for (std::size_t j = 0; j < values.size(); j += 5)
            CHECK(std::abs(right.gradient->tensor(i)[j] - difference(of, values[j], pass)) < 1e-7);
    }
}

template <class Net, class Optimizer>
auto trainer_of(const example<Net>& of, int threads, const typename Optimizer::settings& how = {}) {
    auto made = std::make_unique<trainer<Net, Optimizer, batch<images>, double>>(threads, how);
    made->values() = *of.values;
    return made;
}
template <class Trainer, class Net>
step_result step(Trainer& of, const example<Net>& on, const hyperparameters& numbers) {
    return of.step(typename Trainer::images_view(on.pixels),
                   typename Trainer::targets_view(on.targets), numbers);
}

template <class Net>
double largest_difference(const parameters<Net, double>& a, const parameters<Net, double>& b) {
    double most = 0;
    for (std::size_t i = 0; i < Net::tensors.size(); ++i)
        for (std::size_t j = 0; j < a.tensor(i).size(); ++j)
            most = std::max(most, std::abs(a.tensor(i)[j] - b.tensor(i)[j]));
    return most;
}

/// `gradients` stores what the references add up; a step of plain descent makes the same change to
/// parameters, and to statistics the one that stands in the gradient's place.
template <class Net>
void check_trainer(double label_smoothing = 0) {
    const example<Net> of;
    const by_reference<Net> right(of, in_training(label_smoothing));
    constexpr double rate = 0.25;
    const hyperparameters numbers{
        .step = 1, .learning_rate = rate, .label_smoothing = label_smoothing};
    const auto made = trainer_of<Net, sgd>(of, 2, {.momentum = 0});
    using types = typename decltype(made)::element_type;
    parameters<Net, double> found;
    const step_result said =
        made->gradients(typename types::images_view(of.pixels),
                        typename types::targets_view(of.targets), numbers, found);
    CHECK(std::abs(said.loss - right.loss) < 1e-12);
    CHECK(largest_difference(found, *right.gradient) < 1e-12);
    CHECK(std::memcmp(made->values().data(), of.values->data(),
                      static_cast<std::size_t>(of.values->bytes)) == 0);

    CHECK(step(*made, of, numbers).loss == said.loss);
    for (std::size_t i = 0; i < Net::tensors.size(); ++i) {
        INFO(Net::tensors[i].name.view());
        const double by = Net::tensors[i].tensor.trained ? -rate : 1;
        for (std::size_t j = 0; j < found.tensor(i).size(); ++j)
            CHECK(std::abs(made->values().tensor(i)[j] -
                           (of.values->tensor(i)[j] + by * found.tensor(i)[j])) < 1e-15);
    }
}

template <class Net>
void check_threads() {
    const example<Net> of;
    const auto one = trainer_of<Net, adam>(of, 1);
    const auto three = trainer_of<Net, adam>(of, 3);
    for (std::uint32_t number = 1; number <= 5; ++number) {
        step(*one, of, {.step = number, .learning_rate = 0.01});
        step(*three, of, {.step = number, .learning_rate = 0.01});
    }
    CHECK(std::memcmp(one->values().data(), three->values().data(),
                      static_cast<std::size_t>(of.values->bytes)) == 0);
}

template <class Net>
void check_learns() {
    const example<Net> of;
    const auto made = trainer_of<Net, adam>(of, 2);
    double first = 0;
    double last = 0;
    for (std::uint32_t number = 1; number <= 100; ++number) {
        last = step(*made, of, {.step = number, .learning_rate = 0.01}).loss;
        if (number == 1) first = last;
    }
    CHECK(last < 0.3 * first);
}

}  // namespace typenet::tests
