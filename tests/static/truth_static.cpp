// SPDX-License-Identifier: BSL-1.0

// The interface tells the truth to concepts: what cannot be done is not said to be possible. This
// file tests by compiling.
#include <array>
#include <string>
#include <type_traits>
#include <vector>

#include "typenet/typenet.hpp"

namespace {

using namespace typenet;

using net = network<input<4, 4, 1>, flatten, dense<3>, softmax_cross_entropy>;
using other = network<input<4, 4, 1>, flatten, dense<4>, softmax_cross_entropy>;
using learner = trainer<net, adam, batch<2>>;
using answerer = predictor<net>;

// A trainer is made of a number of threads and its optimiser's settings, and is one of a kind.
static_assert(std::is_default_constructible_v<learner>);
static_assert(std::is_constructible_v<learner, int, adam::settings>);
static_assert(!std::is_constructible_v<learner, std::string>);
static_assert(!std::is_constructible_v<learner, trainer_options>);
static_assert(!std::is_constructible_v<learner, int, sgd::settings>);
static_assert(!std::is_constructible_v<learner, int, adam::settings, int>);
static_assert(!std::is_convertible_v<int, learner>);
static_assert(!std::is_copy_constructible_v<learner> && !std::is_move_constructible_v<learner>);

// A predictor is made of parameters that live on, a network's own.
static_assert(std::is_constructible_v<answerer, parameters<net>&>);
static_assert(std::is_constructible_v<answerer, const parameters<net>&>);
static_assert(!std::is_constructible_v<answerer, parameters<net>>);
static_assert(!std::is_default_constructible_v<answerer>);
static_assert(!std::is_constructible_v<answerer, learner&>);
static_assert(!std::is_constructible_v<answerer, parameters<other>&>);
static_assert(!std::is_constructible_v<answerer, parameters<net, double>&>);

// Parameters of another network or scalar are others.
static_assert(!std::is_constructible_v<parameters<net>, parameters<other>>);
static_assert(!std::is_convertible_v<parameters<net, double>, parameters<net>>);
static_assert(!std::is_assignable_v<parameters<net>&, parameters<net, double>>);
static_assert(!std::is_constructible_v<parameters<net>, learner&>);

// What stands in template arguments.
template <class Net, class Optimizer, class Batch, class Scalar>
concept trains = requires { typename trainer<Net, Optimizer, Batch, Scalar>; };
static_assert(trains<net, adam, batch<2>, float> && trains<net, sgd, batch<2>, double>);
static_assert(!trains<net, batch<2>, adam, float>);
static_assert(!trains<net, adam, batch<2>, int>);
static_assert(!trains<int, adam, batch<2>, float>);
static_assert(!trains<const net, adam, batch<2>, float>);
static_assert(network_type<net> && !network_type<conv<8, 3>>);
static_assert(layer_type<relu> && layer_type<conv<8, 3>> && !layer_type<int> && !layer_type<net>);
static_assert(loss_type<softmax_cross_entropy> && loss_type<mean_squared_error> &&
              !loss_type<relu>);
static_assert(optimizer_type<adam> && optimizer_type<sgd> && !optimizer_type<batch<2>>);
template <int Images>
concept batches = requires { typename batch<Images>; };
static_assert(batches<1> && batches<128> && !batches<0> && !batches<-1>);

// What a trainer does, and with what. Spans of fixed extent take what has as many elements.
template <class T, class... Given>
concept steps = requires(T& object, Given&... given) { object.step(given...); };
using images = std::array<float, 32>;
using labels = std::array<std::uint8_t, 2>;
static_assert(steps<learner, images, labels, hyperparameters>);
static_assert(!steps<const learner, images, labels, hyperparameters>);
static_assert(!steps<learner, std::array<float, 16>, labels, hyperparameters>);
static_assert(!steps<learner, std::vector<float>, labels, hyperparameters>);
static_assert(!steps<learner, images, std::array<int, 2>, hyperparameters>);
static_assert(!steps<learner, images, labels>);
static_assert(!steps<learner, images, labels, std::string>);
static_assert(!steps<learner, labels, images, hyperparameters>);
static_assert(!steps<learner, std::string>);

template <class T, class... Given>
concept answers = requires(T& object, Given&... given) { object.predict(given...); };
static_assert(answers<const answerer, std::array<float, 16>, answerer::workspace>);
static_assert(!answers<const answerer, std::array<float, 16>>);
static_assert(!answers<const answerer, std::array<float, 15>, answerer::workspace>);
static_assert(!answers<const answerer, std::array<float, 16>, predictor<other>::workspace>);

// A network that gives no classes predicts none.
using regression = network<input<4, 4, 1>, flatten, dense<3>, mean_squared_error>;
static_assert(
    !answers<const predictor<regression>, std::array<float, 16>, predictor<regression>::workspace>);
static_assert(std::is_same_v<trainer<regression, adam, batch<2>>::target, float>);

template <class T, class Name>
concept gives_by_argument = requires(T& values, Name name) { values.get(name); };
static_assert(!gives_by_argument<parameters<net>, const char*>);

}  // namespace
