// SPDX-License-Identifier: BSL-1.0

// Networks that are no chain of layers with two tensors each: residual links, layers that need the
// minibatch, statistics, other losses. References against differences, the trainer against
// references.
#include <cmath>
#include <vector>

#include "graph.hpp"
#include "typenet/train/predictor.hpp"

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
/// Wide enough for Winograd's tiles, which add to the gradient that the link has written. Its
/// references are those of the others.
using wide = network<input<8, 8, 3>, conv<16, 1>, residual<conv<16, 3>, relu, conv<16, 3>>, relu,
                     flatten, dense<3>, softmax_cross_entropy>;
using regression = network<input<1, 1, 7>, flatten, dense<9>, relu, dense<4>, mean_squared_error>;
/// What is added was never changed, and both readers of the input are the network's first.
using doubled = network<input<3, 3, 2>, residual<>, residual<conv<2, 3>>, flatten, dense<2>,
                        mean_squared_error>;

}  // namespace

TEST_CASE("gradients through residual links, batch_norm and other losses are derivatives",
          "[graph]") {
    check_gradients<linked>();
    check_gradients<normalised>();
    check_gradients<separable>();
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
