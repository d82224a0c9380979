// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include "typenet/base/random.hpp"
#include "typenet/base/simd.hpp"
#include "typenet/network/network.hpp"
#include "typenet/network/reference.hpp"

namespace typenet::tests {

/// A sink that keeps gradients in a buffer laid out as the parameters are.
template <class Scalar>
struct store_sink {
    Scalar* gradients;
    const extent* offsets;  ///< of the stage's tensors

    template <int Tensor, int Count>
    TYPENET_INLINE void row(extent at, const simd::row<Scalar, Count>& gradient) const {
        gradient.store(gradients + offsets[Tensor] + at);
    }
    template <int Tensor, int Count>
    TYPENET_INLINE void prefetch(extent /*at*/) const {}
};

/// `count` numbers in [-1, 1), the same everywhere. They are multiples of 2^-23, so float and
/// double tests start from the same numbers.
inline std::vector<double> uniform(extent count, std::uint64_t seed, std::uint32_t substream) {
    std::vector<double> numbers(static_cast<std::size_t>(count));
    const random_position at{seed, purpose::initial_values, substream, 0, 0};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const std::uint32_t bits = random_bits(at, static_cast<std::uint32_t>(i));
        numbers[i] = (bits >> 8) * 0x1p-23 - 1;
    }
    return numbers;
}

inline std::vector<double> absolute(std::vector<double> values) {
    for (double& value : values) value = std::abs(value);
    return values;
}
inline double largest(const std::vector<double>& values) {
    double most = 0;
    for (const double value : values) most = std::max(most, std::abs(value));
    return most;
}

template <class Layer>
inline constexpr bool is_max_pool = false;
template <auto... Options>
inline constexpr bool is_max_pool<max_pool<Options...>> = true;

/// The layers of a network but its loss, by their references in double, for one image. All that
/// goes from layer to layer is kept.
template <class Net>
class chain {
public:
    using values = std::vector<double>;
    static constexpr int layers = Net::depth - 1;

    /// `parameters` holds them in the places of the network's table.
    explicit chain(const double* parameters) : parameters_(parameters) {}

    const values& forward(const values& image, const layer_pass& pass) {
        at_[0] = image;
        for_layers([&]<int L>() {
            auto& out = at_[L + 1];
            out.assign(static_cast<std::size_t>(Net::template shape_after<L>.size()), 0);
            Net::template layer_at<L>::template forward<Net::template shape_before<L>>(
                reference::pass_of<Net, L>(pass), std::as_const(at_[L]).data(),
                reference::tensors_of<Net, L>(parameters_), out.data());
        });
        return at_[layers];
    }

    /// The gradient by the image, for a gradient by the output of the last `forward`; adds to
    /// `gradient`, which is laid out as the parameters are.
    values backward(const values& out_gradient, const layer_pass& pass, double* gradient) const {
        return backward(out_gradient, pass, gradient, parameters_,
                        [](const values& in) { return in; });
    }

    /// The same sums with the magnitudes of all that is multiplied: Σ|a·b|, in place of Σ a·b. ReLU
    /// and max_pool decide as before.
    values backward_magnitudes(const values& out_gradient, const layer_pass& pass,
                               double* sums) const {
        const values magnitudes = absolute(values(parameters_, parameters_ + Net::buffer_size));
        return backward(absolute(out_gradient), pass, sums, magnitudes.data(), absolute);
    }

    [[nodiscard]] const values& output() const { return at_[layers]; }
    /// The largest magnitude of anything that the last `forward` met.
    [[nodiscard]] double largest_value() const {
        double most = 0;
        for (const values& one : at_) most = std::max(most, largest(one));
        return most;
    }

    /// What ReLU and max_pool chose in the last `forward`, as numbers that differ if any choice
    /// does: where they send the gradient 1, 2, 3, …
    [[nodiscard]] values decisions() const {
        values all;
        for_layers([&]<int L>() {
            using layer = typename Net::template layer_at<L>;
            if constexpr (std::is_same_v<layer, relu> || is_max_pool<layer>) {
                values numbers(at_[L + 1].size());
                for (std::size_t i = 0; i < numbers.size(); ++i)
                    numbers[i] = static_cast<double>(i + 1);
                values chosen(at_[L].size());
                layer::template backward<Net::template shape_before<L>>(
                    {}, at_[L].data(), {}, std::as_const(numbers).data(), chosen.data(), {});
                all.insert(all.end(), chosen.begin(), chosen.end());
            }
        });
        return all;
    }

    /// How far each number before a ReLU or max_pool may move without changing a decision that
    /// matters. (Which of several zeros a max_pool behind a ReLU takes does not.)
    [[nodiscard]] double margin() const {
        double least = std::numeric_limits<double>::infinity();
        for_layers([&]<int L>() {
            using layer = typename Net::template layer_at<L>;
            constexpr shape in = Net::template shape_before<L>;
            if constexpr (std::is_same_v<layer, relu>) {
                for (const double value : at_[L]) least = std::min(least, std::abs(value));
            } else if constexpr (is_max_pool<layer>) {
                constexpr window_geometry g = layer::geometry(in);
                for (int y = 0; y < g.out.height; ++y)
                    for (int x = 0; x < g.out.width; ++x)
                        for (int c = 0; c < in.channels; ++c)
                            least = std::min(least, lead<g>(at_[L], y, x, c) / 2);
            }
        });
        return least;
    }

private:
    /// `input` gives what a layer with parameters takes for its input.
    values backward(const values& out_gradient, const layer_pass& pass, double* gradient,
                    const double* parameters, auto&& input) const {
        values delta = out_gradient;
        for_layers([&]<int Back>() {
            constexpr int L = layers - 1 - Back;
            using layer = typename Net::template layer_at<L>;
            constexpr shape in = Net::template shape_before<L>;
            const values from = layer::tensors(in).empty() ? at_[L] : input(at_[L]);
            values in_delta(from.size());
            layer::template backward<in>(reference::pass_of<Net, L>(pass), from.data(),
                                         reference::tensors_of<Net, L>(parameters),
                                         std::as_const(delta).data(), in_delta.data(),
                                         reference::tensors_of<Net, L>(gradient));
            delta = std::move(in_delta);
        });
        return delta;
    }
    template <class Body>
    static void for_layers(Body&& body) {
        [&]<int... L>(std::integer_sequence<int, L...>) {
            (body.template operator()<L>(), ...);
        }(std::make_integer_sequence<int, layers>{});
    }
    /// The distance of a window's largest from its second largest.
    template <window_geometry G>
    static double lead(const values& in, int y, int x, int c) {
        double first = -std::numeric_limits<double>::infinity();
        double second = first;
        for (int ky = 0; ky < G.window_height; ++ky)
            for (int kx = 0; kx < G.window_width; ++kx) {
                const extent row = extent{y} * G.stride_y + ky;
                const extent pixel = row * G.in.width + extent{x} * G.stride_x + kx;
                const double value = in[static_cast<std::size_t>(pixel * G.in.channels + c)];
                second = std::max(second, std::min(first, value));
                first = std::max(first, value);
            }
        return first == 0 ? std::numeric_limits<double>::infinity() : first - second;
    }

    const double* parameters_;
    values at_[layers + 1];
};

}  // namespace typenet::tests
