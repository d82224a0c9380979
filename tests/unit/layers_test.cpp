// SPDX-License-Identifier: BSL-1.0

// Activations, poolings, concatenations and losses: references against differences on drawn shapes,
// the trainer against references, and both against what PyTorch gives for the same numbers.
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

#include "graph.hpp"
#include "typenet/train/predictor.hpp"

namespace {

using namespace typenet;
using namespace typenet::tests;

/// Layers in a row, an entry of a table of them.
template <class... Layers>
struct row {};

/// Each layer and each way to write it.
using activations =
    std::tuple<leaky_relu<0.01>, leaky_relu<0.3>, typenet::tanh, sigmoid, gelu, relu>;
using poolings = std::tuple<max_pool<2, drop_rest>, max_pool<3, 2, drop_rest>,
                            average_pool<2, drop_rest>, average_pool<3, 2, drop_rest>,
                            average_pool<3, 1>, average_pool<1>, max_pool<window<1, 3>, drop_rest>,
                            average_pool<window<3, 2>, stride<2, 1>, drop_rest>>;
using concatenations =
    std::tuple<row<concat<branch<conv<3, 1>>, branch<conv<2, 3>>>>,                      //
               row<concat<branch<>, branch<relu, conv<4, 1>>, branch<>>>,                //
               row<concat<branch<>, branch<>, branch<>, branch<>>>,                      //
               row<concat<branch<concat<branch<>, branch<gelu>>>, branch<conv<2, 1>>>>,  //
               row<residual<concat<branch<conv<1, 3>>, branch<conv<1, 1>>>>>,            //
               row<residual<branch<residual<branch<>, shortcut<conv<2, 1>>>>, shortcut<>>>>;

constexpr int drawn(int seed, std::uint32_t index, int least, int most) {
    const random_position at{static_cast<std::uint64_t>(seed), purpose::initial_values};
    return least + static_cast<int>(random_bits(at, index) % std::uint32_t(most - least + 1));
}
template <int Seed>
inline constexpr shape drawn_image =
    shape::image(drawn(Seed, 0, 3, 8), drawn(Seed, 1, 3, 8), drawn(Seed, 2, 1, 5));
/// The layers on an image of a drawn shape, behind a convolution, so that both the gradient of
/// their input and those before it are asked for.
template <int Seed, class... Layers>
using on_drawn_image =
    network<input<drawn_image<Seed>.height, drawn_image<Seed>.width, drawn_image<Seed>.channels>,
            conv<2, 1>, Layers..., flatten, dense<3>, mean_squared_error>;
/// The layers, the last one a loss, on a drawn number of values.
template <int Seed, class... Layers>
using on_drawn_values =
    network<input<1, drawn(Seed, 0, 1, 4), drawn(Seed, 1, 1, 5)>, flatten, Layers...>;

/// body(entry) for all of a table.
template <class Table>
void for_each_entry(auto&& body) {
    [&]<class... Entries>(std::tuple<Entries...>*) {
        (body(Entries{}), ...);
    }(static_cast<Table*>(nullptr));
}
/// body.operator()<Seed>() for 1, 2, ...
template <int Seeds>
void for_seeds(auto&& body) {
    [&]<int... Seed>(std::integer_sequence<int, Seed...>) {
        (body.template operator()<Seed + 1>(), ...);
    }(std::make_integer_sequence<int, Seeds>{});
}

/// The gradient of a weighted sum of a layer's outputs is that sum's derivative. A layer alone,
/// since each network takes the compiler a second.
template <class Layer, shape In>
void check_derivatives() {
    constexpr shape out = Layer::out(In).given;
    auto x = uniform(In.size(), 1, 1);
    const auto weights = uniform(out.size(), 1, 2);
    const auto sum = [&] {
        std::vector<double> y(weights.size());
        Layer::template forward<In>({}, std::as_const(x).data(), {}, y.data());
        return std::inner_product(y.begin(), y.end(), weights.begin(), 0.0);
    };
    std::vector<double> dx(x.size());
    Layer::template backward<In>({}, std::as_const(x).data(), {}, weights.data(), dx.data(), {});
    constexpr double half_step = 1e-6;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double middle = x[i];
        x[i] = middle + half_step;
        const double above = sum();
        x[i] = middle - half_step;
        const double below = sum();
        x[i] = middle;
        CHECK(std::abs(dx[i] - (above - below) / (2 * half_step)) < 1e-7);
    }
}
template <class Table>
void check_derivatives_of_table() {
    for_each_entry<Table>([]<class Layer>(Layer /*entry*/) {
        for_seeds<4>([]<int Seed>() {
            INFO(Layer::spelling().view() << " on " << to_text(drawn_image<Seed>).view());
            check_derivatives<Layer, drawn_image<Seed>>();
        });
    });
}

/// All of them, nodes with several readers among them.
using everything = network<
    input<9, 8, 2>, conv<4, 3>, leaky_relu<0.1>, max_pool<2, drop_rest>, average_pool<2, 1>,
    concat<branch<conv<3, 1>, typenet::tanh>, branch<>, branch<conv<2, 3>, gelu, conv<3, 3>>>,
    residual<concat<branch<conv<4, 1>, sigmoid>, branch<conv<6, 3>>>>, flatten,
    concat<branch<dense<7>, typenet::tanh>, branch<dense<2>>>, dense<5>, binary_cross_entropy>;
/// A join whose first input has a later reader: its gradient is added to.
using read_again = network<input<3, 4, 2>, conv<2, 1>,
                           residual<branch<residual<branch<>, shortcut<conv<2, 3>>>>, shortcut<>>,
                           concat<branch<concat<branch<>, branch<conv<3, 1>>>>, branch<>>, flatten,
                           dense<3>, softmax_cross_entropy>;

nlohmann::json from_pytorch() {
    std::ifstream file(TYPENET_PARITY_DIR "/layers.json");
    return nlohmann::json::parse(file);
}
template <class Scalar>
std::vector<Scalar> numbers(const nlohmann::json& of) {
    return of.get<std::vector<Scalar>>();
}
/// Functions err by a few units in the last place, sums of nine numbers by as many.
template <class Scalar>
void check_close(const std::vector<Scalar>& found, const nlohmann::json& right) {
    const auto wanted = numbers<double>(right);
    REQUIRE(found.size() == wanted.size());
    for (std::size_t i = 0; i < found.size(); ++i)
        CHECK(std::abs(static_cast<double>(found[i]) - wanted[i]) <
              16 * std::numeric_limits<Scalar>::epsilon() * std::max(1.0, std::abs(wanted[i])));
}

template <class Layer, shape In, class Scalar>
void check_layer_in(const nlohmann::json& right) {
    const auto x = numbers<Scalar>(right.at("x"));
    const auto dy = numbers<Scalar>(right.at("dy"));
    REQUIRE(x.size() == std::size_t{In.size()});
    std::vector<Scalar> y(dy.size());
    std::vector<Scalar> dx(x.size());
    Layer::template forward<In>({}, x.data(), {}, y.data());
    Layer::template backward<In>({}, x.data(), {}, dy.data(), dx.data(), {});
    check_close(y, right.at("y"));
    check_close(dx, right.at("dx"));
}
template <class Layer, shape In>
void check_layer(const nlohmann::json& all) {
    const std::string name(Layer::spelling().view());
    INFO(name);
    check_layer_in<Layer, In, double>(all.at(name));
    check_layer_in<Layer, In, float>(all.at(name));
}
template <class Loss, int Outputs, class Scalar>
void check_loss_in(const nlohmann::json& right, const layer_pass& pass) {
    constexpr shape in = shape::values(Outputs);
    const auto x = numbers<Scalar>(right.at("x"));
    const auto target = numbers<typename Loss::template target<Scalar>>(right.at("target"));
    REQUIRE(x.size() == std::size_t{Outputs});
    std::vector<Scalar> dx(x.size());
    Loss::template gradient<in>(pass, x.data(), target.data(), 1.0, dx.data());
    check_close(dx, right.at("dx"));
    check_close(std::vector{Loss::template judge<in>(pass, x.data(), target.data()).loss},
                nlohmann::json::array({right.at("loss")}));
}
template <class Loss, int Outputs>
void check_loss(const nlohmann::json& right, double label_smoothing = 0) {
    const layer_pass pass = in_training(label_smoothing);
    check_loss_in<Loss, Outputs, double>(right, pass);
    check_loss_in<Loss, Outputs, float>(right, pass);
}

}  // namespace

TEST_CASE("gradients of activations are derivatives", "[layers]") {
    check_derivatives_of_table<activations>();
}

TEST_CASE("gradients of poolings are derivatives", "[layers]") {
    check_derivatives_of_table<poolings>();
}

TEST_CASE("gradients through branches side by side are derivatives", "[layers]") {
    for_each_entry<concatenations>([]<class... Layers>(row<Layers...>) {
        for_seeds<4>([]<int Seed>() {
            using net = on_drawn_image<Seed, Layers...>;
            INFO(net::nodes[1].spelling.view() << " on " << to_text(net::input_shape).view());
            check_gradients<net>();
        });
    });
    for_seeds<4>([]<int Seed>() {
        check_gradients<on_drawn_values<Seed, concat<branch<dense<3>>, branch<>, branch<dense<2>>>,
                                        mean_squared_error>>();
    });
}

TEST_CASE("gradients of losses are derivatives", "[layers]") {
    for_seeds<6>([]<int Seed>() {
        using outputs = dense<drawn(Seed, 2, 3, 20)>;
        check_gradients<on_drawn_values<Seed, outputs, binary_cross_entropy>>();
        check_gradients<on_drawn_values<Seed, outputs, mean_squared_error>>();
        check_gradients<on_drawn_values<Seed, outputs, softmax_cross_entropy>>(0.1 * Seed);
    });
}

TEST_CASE("gradients through layers of all kinds are derivatives", "[layers]") {
    check_gradients<everything>();
    check_gradients<read_again>();
}

TEST_CASE("a trainer goes through all layers as their references do", "[layers]") {
    check_trainer<everything>();
    check_trainer<read_again>(0.2);
}

TEST_CASE("a predictor goes through all layers as their references do", "[layers]") {
    const example<everything> of;
    const predictor<everything, double> answers(*of.values);
    const auto room = std::make_unique<predictor<everything, double>::workspace>();
    const auto walk = std::make_unique<reference::walk<everything, double>>(*of.values);
    for (int image = 0; image < images; ++image) {
        const double* const pixels = of.pixels.data() + image * everything::input_shape.size();
        const double* const right = walk->forward(pixels);
        const auto found =
            answers.logits(std::span<const double, std::size_t{everything::input_shape.size()}>(
                               pixels, std::size_t{everything::input_shape.size()}),
                           *room);
        for (std::size_t i = 0; i < found.size(); ++i) CHECK(std::abs(found[i] - right[i]) < 1e-13);
    }
}

TEST_CASE("all layers train to the same bits for any number of threads", "[layers]") {
    check_threads<everything>();
    check_threads<read_again>();
}

TEST_CASE("smoothing is in the training's loss, not in the evaluation's", "[layers]") {
    using net = network<input<1, 1, 3>, flatten, softmax_cross_entropy>;
    const auto made = make_trainer<net, sgd, batch<1>, double>();
    const std::array<double, 3> logits{1, 2, 4};
    const std::array<std::uint8_t, 1> label{1};
    const double log_sum = std::log(std::exp(1.0) + std::exp(2.0) + std::exp(4.0));
    const auto loss = [&](double s) {
        return made->step(logits, label, {.learning_rate = 0, .label_smoothing = s}).loss;
    };
    CHECK(std::abs(loss(0) - (log_sum - 2)) < 1e-14);
    CHECK(std::abs(loss(0.3) - (log_sum - 0.7 * 2 - 0.1 * (1 + 2 + 4))) < 1e-14);
    CHECK(std::abs(made->evaluate(logits, label).loss - (log_sum - 2)) < 1e-14);
}

TEST_CASE("binary cross entropy is finite for any logit", "[layers]") {
    const std::array<float, 4> logits{500, -500, 500, -500};
    const std::array<float, 4> targets{1, 0, 0, 1};
    std::array<float, 4> gradient{};
    constexpr shape four = shape::values(4);
    CHECK(binary_cross_entropy::judge<four>({}, logits.data(), targets.data()).loss == 250);
    binary_cross_entropy::gradient<four>({}, logits.data(), targets.data(), 4.0, gradient.data());
    CHECK(gradient == std::array<float, 4>{0, 0, 1, -1});
}

TEST_CASE("layers and losses agree with PyTorch", "[layers]") {
    const nlohmann::json all = from_pytorch();
    constexpr shape values = shape::values(50);
    check_layer<leaky_relu<0.01>, values>(all);
    check_layer<typenet::tanh, values>(all);
    check_layer<sigmoid, values>(all);
    check_layer<gelu, values>(all);
    check_layer<max_pool<2>, shape::image(6, 4, 3)>(all);
    check_layer<max_pool<3, 2, drop_rest>, shape::image(8, 7, 2)>(all);
    check_layer<max_pool<window<2, 3>, stride<1, 2>, drop_rest>, shape::image(8, 7, 2)>(all);
    check_layer<average_pool<2>, shape::image(6, 4, 3)>(all);
    check_layer<average_pool<window<3, 2>, drop_rest>, shape::image(8, 7, 2)>(all);
    check_layer<average_pool<3, 2, drop_rest>, shape::image(8, 7, 2)>(all);
    check_loss<mean_squared_error, 9>(all.at("mean_squared_error"));
    check_loss<binary_cross_entropy, 9>(all.at("binary_cross_entropy"));
    check_loss<softmax_cross_entropy, 7>(all.at("softmax_cross_entropy 0"));
    check_loss<softmax_cross_entropy, 7>(all.at("softmax_cross_entropy 0.1"), 0.1);
    check_loss<softmax_cross_entropy, 7>(all.at("softmax_cross_entropy 0.5"), 0.5);
}
