// SPDX-License-Identifier: BSL-1.0

// The layers' references against central differences, in double.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "catch.hpp"
#include "chain.hpp"
#include "shapes.hpp"

namespace {

using namespace typenet;
using namespace typenet::tests;

/// Half the distance of a central difference. What it is off is of the order of step² · the third
/// derivative (3e-12, and nothing for layers alone, which are linear in every number) plus
/// rounding / step (1e-16 · the terms' size / 1e-6, some 1e-10 in all): four digits below the
/// limit.
constexpr double difference_step = 1e-6;
constexpr double allowed = 1e-6;

/// The largest relative error of any tensor's gradient: |analytic - numeric|, over the largest
/// magnitude in the same tensor or 0.01. (Over its own magnitude an element that is nearly 0 would
/// be all rounding; and some tensors are: softmax does not see what moves all logits alike.)
class comparison {
public:
    void tensor_begins() { *this = comparison(worst()); }
    void add(double analytic, double numeric) {
        difference_ = std::max(difference_, std::abs(analytic - numeric));
        magnitude_ = std::max({magnitude_, std::abs(analytic), std::abs(numeric)});
    }
    [[nodiscard]] double worst() const {
        return std::max(before_, difference_ / std::max(magnitude_, 0.01));
    }
    comparison() = default;

private:
    explicit comparison(double before) : before_(before) {}
    double before_ = 0;
    double difference_ = 0;
    double magnitude_ = 0;
};

/// At most this many elements of a tensor are moved, spread over it.
constexpr std::size_t most_moved = 48;

/// Moves elements of `values` and compares. `value()` is the function's value now. False if a
/// decision changed on the way: there the function has a kink, and no derivative.
template <class Net>
bool compare_tensor(double* values, const double* analytic, extent count, chain<Net>& layers,
                    auto&& value, comparison& found) {
    const auto size = static_cast<std::size_t>(count);
    const std::size_t stride = size <= most_moved ? 1 : size / most_moved | 1;
    value();
    const auto decisions = layers.decisions();
    found.tensor_begins();
    for (std::size_t i = 0; i < size; i += stride) {
        const double middle = values[i];
        values[i] = middle + difference_step;
        const double above = value();
        bool kink = layers.decisions() != decisions;
        values[i] = middle - difference_step;
        const double below = value();
        kink = kink || layers.decisions() != decisions;
        values[i] = middle;
        if (kink) return false;
        found.add(analytic[i], (above - below) / (2 * difference_step));
    }
    return true;
}

/// Image and parameters of one attempt. Weights are divided by the root of their fan-in, so that
/// no softmax saturates.
template <class Net>
struct start {
    explicit start(std::uint64_t seed)
        : image(uniform(Net::input_shape.size(), seed, 1)),
          parameters(uniform(Net::buffer_size, seed, 2)) {
        for (const named_tensor& p : Net::tensors)
            for (extent i = 0; i < p.tensor.size(); ++i)
                parameters[static_cast<std::size_t>(p.offset + i)] *=
                    std::sqrt(3 / static_cast<double>(p.tensor.fan_in));
    }
    std::vector<double> image;
    std::vector<double> parameters;
    std::vector<double> gradient = std::vector<double>(parameters.size());
};

template <class Net>
bool compare_all(start<Net>& at, const double* image_gradient, chain<Net>& layers, auto&& value,
                 comparison& found) {
    bool smooth = compare_tensor<Net>(at.image.data(), image_gradient, Net::input_shape.size(),
                                      layers, value, found);
    for (const named_tensor& p : Net::tensors) {
        smooth = smooth &&
                 compare_tensor<Net>(at.parameters.data() + p.offset, at.gradient.data() + p.offset,
                                     p.tensor.size(), layers, value, found);
    }
    return smooth;
}

/// A fixed linear function of the layers' outputs, the same weight on all of them in size: the
/// layers alone, without a loss. Nothing if the seed's numbers lie on a kink.
template <class Net>
std::optional<double> error_of_layers(std::uint64_t seed) {
    start<Net> at(seed);
    const layer_pass pass{0.6, seed, 3, 0, 0};
    chain<Net> layers(at.parameters.data());
    const auto weights = uniform(Net::output_shape.size(), seed, 3);
    layers.forward(at.image, pass);
    const auto image_gradient = layers.backward(weights, pass, at.gradient.data());
    const auto value = [&] {
        const auto& out = layers.forward(at.image, pass);
        double sum = 0;
        for (std::size_t i = 0; i < out.size(); ++i) sum += weights[i] * out[i];
        return sum;
    };
    comparison found;
    if (!compare_all(at, image_gradient.data(), layers, value, found)) return std::nullopt;
    return found.worst();
}

/// The loss of the whole network, by reference::walk.
template <class Net>
std::optional<double> error_of_loss(std::uint64_t seed) {
    start<Net> at(seed);
    const layer_pass pass{0.6, seed, 3, 0, 0};
    chain<Net> layers(at.parameters.data());
    const auto label = static_cast<std::uint8_t>(seed % static_cast<std::uint64_t>(Net::classes));
    parameters<Net, double> values;
    parameters<Net, double> gradient;
    const auto loss = [&] {
        std::ranges::copy(at.parameters, values.data());
        layers.forward(at.image, pass);
        reference::walk<Net, double> walk(values);
        return softmax_cross_entropy::judge<Net::output_shape>(
                   pass, walk.forward(at.image.data(), pass), &label)
            .loss;
    };
    loss();
    reference::walk<Net, double> walk(values);
    walk.gradient(at.image.data(), &label, 1, gradient, pass);
    std::copy_n(gradient.data(), at.gradient.size(), at.gradient.data());
    comparison found;
    if (!compare_all(at, walk.image_gradient(), layers, loss, found)) return std::nullopt;
    return found.worst();
}

/// The error at the first seed whose numbers stay clear of the kinks of ReLU and the ties of
/// max_pool, where differences mean nothing: a few in a hundred do not.
double at_first_smooth(std::optional<double> (*error)(std::uint64_t)) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
        if (const auto found = error(seed)) return *found;
    FAIL("no seed stays clear of the kinks");
    return 1;
}

void check(const text& first_layer, const shape& in, double error) {
    INFO("first layer " << first_layer.view() << " on " << to_text(in).view());
    CHECK(error < allowed);
}

template <class Networks>
void check_layers() {
    for_each_network<Networks>([]<class Net>() {
        check(Net::nodes[0].spelling, Net::input_shape, at_first_smooth(error_of_layers<Net>));
    });
}

template <class Networks>
void check_losses() {
    for_each_network<Networks>([]<class Net>() {
        check(Net::nodes[0].spelling, Net::input_shape, at_first_smooth(error_of_loss<Net>));
    });
}

// Layers whose backward pass forgets one term of one sum, the first.

struct forgetful_conv : conv<4, 3> {
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* in,
                                   const std::array<const Scalar*, 2>& parameters,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 2>& gradients) {
        conv::backward<In>(pass, in, parameters, out_gradient, in_gradient, gradients);
        // Window position (1, 1) of filter 0 at output (0, 0).
        gradients[0][(1 * 3 + 1) * In.channels * 4] -= in[0] * out_gradient[0];
    }
};
struct forgetful_dense : dense<5> {
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* in,
                                   const std::array<const Scalar*, 2>& parameters,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 2>& gradients) {
        dense::backward<In>(pass, in, parameters, out_gradient, in_gradient, gradients);
        in_gradient[0] -= parameters[0][0] * out_gradient[0];
    }
};
struct forgetful_bias : dense<5> {
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* in,
                                   const std::array<const Scalar*, 2>& parameters,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 2>& gradients) {
        dense::backward<In>(pass, in, parameters, out_gradient, in_gradient, gradients);
        gradients[1][0] -= out_gradient[0];
    }
};

template <class Net>
void check_is_caught() {
    CHECK(at_first_smooth(error_of_layers<Net>) > 1000 * allowed);
    CHECK(at_first_smooth(error_of_loss<Net>) > 1000 * allowed);
}

}  // namespace

TEST_CASE("gradients of convolutions with stride 1 are derivatives", "[gradient]") {
    check_layers<same_convolutions>();
}

TEST_CASE("gradients of strided and valid convolutions are derivatives", "[gradient]") {
    check_layers<other_convolutions>();
}

TEST_CASE("gradients of depthwise convolutions are derivatives", "[gradient]") {
    check_layers<depthwise_convolutions>();
}

TEST_CASE("gradients of dense, max_pool, relu and dropout are derivatives", "[gradient]") {
    check_layers<other_layers>();
}

TEST_CASE("gradients of whole networks are derivatives", "[gradient]") {
    check_layers<whole_networks>();
    check_losses<whole_networks>();
}

TEST_CASE("a backward pass that forgets one term is caught", "[gradient]") {
    check_is_caught<of_image<7, 5, 2, forgetful_conv>>();
    check_is_caught<of_values<12, forgetful_dense>>();
    check_is_caught<of_values<12, forgetful_bias>>();
}
