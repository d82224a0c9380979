// SPDX-License-Identifier: BSL-1.0

// A gradient and a training step, by the compiler: this file tests by compiling.
#include <array>
#include <utility>

#include "typenet/network/reference.hpp"

namespace {

using namespace typenet;

using small = network<input<4, 4, 1>, conv<2, 3>, relu, max_pool<2>, flatten, dense<3>,
                      softmax_cross_entropy>;
using small_parameters = parameters<small, double>;
static_assert(small::parameters == 47);

/// Numbers in [-0.5, 0.5).
constexpr double number(std::uint32_t index) {
    return to_unit_interval(random_bits({2026, purpose::initial_values}, index)) - 0.5;
}

constexpr std::array<double, 16> image = [] {
    std::array<double, 16> pixels{};
    for (std::uint32_t i = 0; i < pixels.size(); ++i) pixels[i] = number(i) + 0.5;
    return pixels;
}();
constexpr std::uint8_t label = 1;

constexpr small_parameters start = [] {
    small_parameters values;
    for (std::uint32_t i = 0; i < small_parameters::size; ++i) values.data()[i] = number(1000 + i);
    return values;
}();

constexpr double loss_of(const small_parameters& values) {
    reference::walk<small, double> walk(values);
    return softmax_cross_entropy::judge<shape::values(3)>({}, walk.forward(image.data()), &label)
        .loss;
}

constexpr small_parameters gradient = [] {
    small_parameters sums;
    reference::walk<small, double> walk(start);
    walk.gradient(image.data(), &label, 1, sums);
    return sums;
}();

/// Parameter number `index`, without the gaps between tensors.
constexpr extent place_of(extent index) {
    for (const named_tensor& p : small::tensors) {
        if (index < p.tensor.size()) return p.offset + index;
        index -= p.tensor.size();
    }
    return -1;
}

// Central differences err by step² and by rounding / step: 1e-10 each.
constexpr double half_step = 1e-5;
template <std::size_t Index>
constexpr double difference_of = [] {
    constexpr extent at = place_of(Index);
    small_parameters moved = start;
    moved.data()[at] += half_step;
    const double above = loss_of(moved);
    moved.data()[at] -= 2 * half_step;
    return (above - loss_of(moved)) / (2 * half_step);
}();
template <std::size_t Index>
constexpr double error_of = [] {
    const double error = gradient.data()[place_of(Index)] - difference_of<Index>;
    return error < 0 ? -error : error;
}();

constexpr double largest_component = [] {
    double most = 0;
    for (extent i = 0; i < small_parameters::size; ++i)
        most = std::max({most, gradient.data()[i], -gradient.data()[i]});
    return most;
}();
static_assert(largest_component > 0.1);

template <std::size_t... Index>
constexpr int right_components(std::index_sequence<Index...>) {
    return (0 + ... + (error_of<Index> < 1e-6 * largest_component ? 1 : 0));
}
static_assert(right_components(std::make_index_sequence<small::parameters>{}) == 47);

// One step down the gradient lowers the loss, by about rate · |gradient|².
constexpr double rate = 0.01;
constexpr small_parameters stepped = [] {
    small_parameters values = start;
    for (extent i = 0; i < small_parameters::size; ++i)
        values.data()[i] -= rate * gradient.data()[i];
    return values;
}();
constexpr double expected_fall = [] {
    double sum = 0;
    for (extent i = 0; i < small_parameters::size; ++i)
        sum += gradient.data()[i] * gradient.data()[i];
    return rate * sum;
}();
static_assert(loss_of(stepped) < loss_of(start));
static_assert(loss_of(start) - loss_of(stepped) > 0.9 * expected_fall);
static_assert(loss_of(start) - loss_of(stepped) < 1.1 * expected_fall);

}  // namespace
