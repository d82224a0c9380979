// SPDX-License-Identifier: BSL-1.0

// Networks that are no chain of layers with two tensors each: residual links, layers that need the
// minibatch, statistics, other losses. References against differences, the trainer against
// references.
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include "catch.hpp"
#include "chain.hpp"
#include "typenet/network/reference.hpp"
#include "typenet/train/predictor.hpp"
#include "typenet/train/trainer.hpp"

namespace {

using namespace typenet;
using namespace typenet::tests;

using linked = network<input<6, 5, 2>, conv<4, 3>, residual<conv<4, 3>, relu, conv<4, 3>>, relu,
                       residual<branch<conv<6, 3, 2>, relu, conv<6, 3>>, shortcut<conv<6, 1, 2>>>,
                       relu, global_average_pool, dense<3>, softmax_cross_entropy>;
using normalised = network<input<4, 4, 3>, conv<5, 3>, batch_norm<>, relu,
                           residual<conv<5, 3>, batch_norm<0.9, 1e-5>>, relu, flatten, dense<4>,
                           batch_norm<>, dense<3>, softmax_cross_entropy>;
using separable =
    network<input<6, 5, 3>, depthwise_conv<3>, batch_norm<>, relu, conv<5, 1>, batch_norm<>, relu,
            residual<depthwise_conv<3>, relu>, depthwise_conv<3, 2>, global_average_pool, dense<3>,
            softmax_cross_entropy>;
/// Wide enough for Winograd's tiles, which add to the gradient that the link has written.
using wide = network<input<8, 8, 3>, conv<16, 1>, residual<conv<16, 3>, relu, conv<16, 3>>, relu,
                     flatten, dense<3>, softmax_cross_entropy>;
using regression = network<input<1, 1, 7>, flatten, dense<9>, relu, dense<4>, mean_squared_error>;
/// What is added was never changed, and both readers of the input are the network's first.
using doubled = network<input<3, 3, 2>, residual<>, residual<conv<2, 3>>, flatten, dense<2>,
                        mean_squared_error>;

constexpr int images = 5;

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
            targets.push_back(static_cast<target_of<Net>>(
                std::is_same_v<target_of<Net>, double> ? numbers[i] : static_cast<double>(i % 3)));
        initialize(*values, initial_values::he_normal, 4);
        // Off the values that hide a mistake: gamma 1, beta 0, variance 1, biases 0.
        for (std::size_t i = 0; i < Net::tensors.size(); ++i) {
            const auto moved =
                uniform(Net::tensors[i].tensor.size(), 5, static_cast<std::uint32_t>(i));
            for (std::size_t j = 0; j < moved.size(); ++j) values->tensor(i)[j] += 0.3 * moved[j];
        }
    }
};

constexpr layer_pass in_training() {
    layer_pass pass{1, 7, 1};
    pass.trains = true;
    return pass;
}

/// The mean loss of the minibatch and its gradient, by the references.
template <class Net>
struct by_reference {
    std::unique_ptr<parameters<Net, double>> gradient = std::make_unique<parameters<Net, double>>();
    std::vector<double> image_gradient;
    double loss = 0;

    explicit by_reference(const example<Net>& of) {
        const auto walk = std::make_unique<reference::walk<Net, double, images>>(*of.values);
        loss = walk->gradient(of.pixels.data(), of.targets.data(), 1.0 / images, *gradient,
                              in_training())
                   .loss /
               images;
        image_gradient.assign(walk->image_gradient(), walk->image_gradient() + of.pixels.size());
    }
};

template <class Net>
double mean_loss(const example<Net>& of) {
    parameters<Net, double> unused;
    const auto walk = std::make_unique<reference::walk<Net, double, images>>(*of.values);
    return walk->gradient(of.pixels.data(), of.targets.data(), 1, unused, in_training()).loss /
           images;
}

/// Central differences: right to about 1e-9, where no ReLU is at its kink between the two.
template <class Net>
double difference(example<Net>& of, double& number) {
    constexpr double half_step = 1e-6;
    const double middle = number;
    number = middle + half_step;
    const double above = mean_loss(of);
    number = middle - half_step;
    const double below = mean_loss(of);
    number = middle;
    return (above - below) / (2 * half_step);
}

template <class Net>
void check_gradients() {
    example<Net> of;
    const by_reference<Net> right(of);
    for (std::size_t i = 0; i < of.pixels.size(); i += 7)
        CHECK(std::abs(right.image_gradient[i] - difference(of, of.pixels[i])) < 1e-7);
    for (std::size_t i = 0; i < Net::tensors.size(); ++i) {
        if (!Net::tensors[i].tensor.trained) continue;
        INFO(Net::tensors[i].name.view());
        const auto values = of.values->tensor(i);
        for (std::size_t j = 0; j < values.size(); j += 5)
            CHECK(std::abs(right.gradient->tensor(i)[j] - difference(of, values[j])) < 1e-7);
    }
}

template <class Net, class Optimizer>
auto trainer_of(const example<Net>& of, int threads, const typename Optimizer::settings& how = {}) {
    auto made = std::make_unique<trainer<Net, Optimizer, batch<images>, double>>(threads, how);
    made->values() = *of.values;
    return made;
}
template <class Trainer, class Net>
step_result step(Trainer& of, const example<Net>& on, std::uint32_t number, double rate = 0.01) {
    return of.step(typename Trainer::images_view(on.pixels),
                   typename Trainer::targets_view(on.targets),
                   {.step = number, .learning_rate = rate});
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
void check_trainer() {
    const example<Net> of;
    const by_reference<Net> right(of);
    const auto made = trainer_of<Net, sgd>(of, 2, {.momentum = 0});
    using types = typename decltype(made)::element_type;
    parameters<Net, double> found;
    const step_result said =
        made->gradients(typename types::images_view(of.pixels),
                        typename types::targets_view(of.targets), {.step = 1}, found);
    CHECK(std::abs(said.loss - right.loss) < 1e-12);
    CHECK(largest_difference(found, *right.gradient) < 1e-12);
    CHECK(std::memcmp(made->values().data(), of.values->data(),
                      static_cast<std::size_t>(of.values->bytes)) == 0);

    constexpr double rate = 0.25;
    CHECK(step(*made, of, 1, rate).loss == said.loss);
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
        step(*one, of, number);
        step(*three, of, number);
    }
    CHECK(std::memcmp(one->values().data(), three->values().data(),
                      static_cast<std::size_t>(of.values->bytes)) == 0);
}

template <class Net>
void check_learns() {
    const example<Net> of;
    const auto made = trainer_of<Net, adam>(of, 2);
    const double before = step(*made, of, 1).loss;
    for (std::uint32_t number = 2; number <= 100; ++number) step(*made, of, number);
    CHECK(step(*made, of, 101).loss < 0.3 * before);
}

}  // namespace

TEST_CASE("gradients through residual links, batch_norm and other losses are derivatives",
          "[graph]") {
    check_gradients<linked>();
    check_gradients<normalised>();
    check_gradients<separable>();
    check_gradients<wide>();
    check_gradients<regression>();
    check_gradients<doubled>();
}

TEST_CASE("a trainer stores the gradients of the references, and steps along them", "[graph]") {
    check_trainer<linked>();
    check_trainer<normalised>();
    check_trainer<separable>();
    check_trainer<wide>();
    check_trainer<regression>();
    check_trainer<doubled>();
}

TEST_CASE("graphs train to the same bits for any number of threads", "[graph]") {
    check_threads<linked>();
    check_threads<normalised>();
    check_threads<separable>();
    check_threads<wide>();
    check_threads<regression>();
}

TEST_CASE("graphs learn what they are shown", "[graph]") {
    check_learns<linked>();
    check_learns<normalised>();
    check_learns<separable>();
    check_learns<regression>();
}

TEST_CASE("statistics move towards the minibatch's, and answers are given by them", "[graph]") {
    using net = network<input<1, 1, 2>, flatten, batch_norm<>, softmax_cross_entropy>;
    const auto made = make_trainer<net, sgd, batch<4>, double>();
    using types = decltype(made)::element_type;
    // Means 2 and -1; unbiased variances 20/3 and 0.
    const std::vector<double> pixels{-1, -1, 1, -1, 3, -1, 5, -1};
    const std::vector<std::uint8_t> labels(4);
    made->step(types::images_view(pixels), types::targets_view(labels), {.learning_rate = 0});
    const auto close = [](double found, double right) { return std::abs(found - right) < 1e-12; };
    CHECK(close(made->values().get<"batch_norm1.mean">()[0], 0.01 * 2));
    CHECK(close(made->values().get<"batch_norm1.mean">()[1], -0.01));
    CHECK(close(made->values().get<"batch_norm1.variance">()[0], 0.99 + 0.01 * 20 / 3));
    CHECK(close(made->values().get<"batch_norm1.variance">()[1], 0.99));

    const predictor<net, double> answers(made->values());
    predictor<net, double>::workspace room;
    const std::vector<double> image{3, 0};
    const auto logits = answers.logits(std::span(image).first<2>(), room);
    CHECK(close(logits[0], (3 - 0.02) / std::sqrt(0.99 + 0.2 / 3 + 1e-3)));
    CHECK(close(logits[1], 0.01 / std::sqrt(0.99 + 1e-3)));
    CHECK(made->moment(0).get<"batch_norm1.mean">()[0] == 0);
}
