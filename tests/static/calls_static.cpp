// SPDX-License-Identifier: BSL-1.0

// What must stay right beside the calls and copies that are only ever an error.
#include <array>
#include <span>
#include <type_traits>
#include <vector>

#include "typenet/typenet.hpp"

using namespace typenet;  // NOLINT(google-build-using-namespace): as its users do

using net = network<input<4, 4, 1>, flatten, dense<2>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<2>>;

// Refused members are none where all of a class is asked for.
template class typenet::parameters<net>;
template class typenet::reference::walk<net>;
template class typenet::predictor<net>;
template class typenet::trainer<net, adam, batch<2>>;

// A network's own types have defaults.
static_assert(std::is_same_v<reference::walk<net>, reference::walk<net, float>>);

// A trainer that is const shows what it holds, and is one of a kind.
static_assert(
    std::is_same_v<decltype(std::declval<const learner&>().moment(0)), const parameters<net>&>);
static_assert(!std::is_copy_constructible_v<learner> && !std::is_copy_assignable_v<learner>);
// Nothing else is taken for parameters because trainers are, to say what is wrong.
static_assert(!std::is_convertible_v<int, parameters<net>>);
static_assert(!std::is_convertible_v<predictor<net>, parameters<net>>);

/// An optimiser with a learning rate of its own, which those of the library have not.
struct own_rate : sgd {
    static constexpr text name = "own rate";
    struct settings {
        double learning_rate = 0.5;
    };
    template <class Scalar>
    struct step_rule : sgd::step_rule<Scalar> {
        step_rule(const settings& own, const hyperparameters& /*those of all*/)
            : sgd::step_rule<Scalar>({}, {.learning_rate = own.learning_rate}) {}
    };
};

// Options and settings in braces, with names and without.
void makes_trainers() {
    make_trainer<net, adam, batch<2>>();
    make_trainer<net, adam, batch<2>>({});
    make_trainer<net, adam, batch<2>>({}, {});
    make_trainer<net, adam, batch<2>>({1, 7}, {0.8});
    make_trainer<net, adam, batch<2>>({.threads = 1}, {.beta1 = 0.8});
    make_trainer<net, sgd, batch<2>>({1}, {0.9});
    make_trainer<net, own_rate, batch<2>>({.threads = 1}, {0.1});
    make_trainer<net, own_rate, batch<2>>({.threads = 1}, {.learning_rate = 0.1});
    make_trainer<net, own_rate, batch<2>>({.threads = 1}, own_rate::settings{0.1});
    trainer<net, sgd, batch<2>> first(1, {0.9});
    trainer<net, sgd, batch<2>> second(1, {.momentum = 0.9});
    trainer<net, own_rate, batch<2>> third(1, {0.1});
    trainer<net, own_rate, batch<2>> fourth(1, {.learning_rate = 0.1});
}

/// A data set that is not derived from `data_set`.
struct strokes {
    static constexpr shape image = shape::image(4, 4, 1);
    static constexpr int classes = 2;
};

// Examples are an aggregate of views, which spans of their sizes are.
static_assert(std::is_aggregate_v<examples<strokes, 2>>);
static_assert(std::is_trivially_copyable_v<examples<strokes, 2>>);
int labels_of(std::span<const float, 32> images, const std::array<std::uint8_t, 2>& labels) {
    examples<strokes, 2> some{images, labels};
    const examples<strokes, 2> named{.images = some.images, .labels = some.labels};
    examples<strokes, 2> same = some;
    same = named;
    const std::span<const std::uint8_t, 2> seen = same.labels;
    return seen[0] + some.labels[1];
}
// And of any size, where the caller promises that it is right.
int labels_of(const std::vector<float>& images, const std::vector<std::uint8_t>& labels) {
    using some = examples<strokes, 2>;
    using images_view = decltype(some::images);
    using labels_view = decltype(some::labels);
    const some whole{images_view(images), labels_view(labels)};
    const some parts{images_view(images.data(), 32), labels_view(labels.begin(), labels.end())};
    return whole.labels[0] + parts.labels[1];
}

// A walk with facts of a step, in braces too.
double walks(const parameters<net>& values, parameters<net>& sum) {
    const std::array<float, 16> image{};
    reference::walk<net> one(values);
    const layer_pass facts;
    double loss = one.forward(image.data(), {})[0] + one.forward(image.data(), facts)[0];
    loss += one.gradient(image.data(), 1, 1, sum, {}).loss;
    return loss + one.gradient(image.data(), 1, 0.5, sum, facts).loss;
}

// Hyperparameters in braces, with names and without, for arrays, views and examples.
double trains(learner& one, const examples<strokes, 2>& some) {
    const std::array<float, 32> images{};
    const std::array<std::uint8_t, 2> labels{};
    double loss = one.step(images, labels, {}).loss;
    loss += one.step(images, labels, {1, 1e-3, 0.5, 7}).loss;
    loss += one.step(images, labels, {.step = 2, .keep_probability = 0.5}).loss;
    loss += one.step(learner::images_view(images), learner::labels_view(labels), {2, 0.1}).loss;
    loss += one.step(learner::images_view(images), learner::labels_view(labels), {.seed = 3}).loss;
    loss += one.step(some, {}).loss + one.step(some, {1, 0.1}).loss;
    return loss + one.step(some, {.step = 4, .learning_rate = 0.1}).loss;
}

// What is derived from settings, hyperparameters or facts is as good as they are.
struct own_settings : adam::settings {};
struct own_numbers : hyperparameters {};
struct own_facts : layer_pass {};
double derived(learner& one, reference::walk<net>& walk, parameters<net>& sum) {
    const std::array<float, 32> images{};
    const std::array<std::uint8_t, 2> labels{};
    const learner other(1, own_settings{});
    const auto made = make_trainer<net, adam, batch<2>>({.threads = 1}, own_settings{});
    double loss = one.step(images, labels, own_numbers{}).loss + walk.forward(images.data())[0];
    loss += walk.forward(images.data(), own_facts{})[0];
    loss += other.threads() + made->threads();
    return loss + walk.gradient(images.data(), 1, 1, sum, own_facts{}).loss;
}
