// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <utility>

// First, so that their errors have a short way to the user's file.
#include "typenet/base/diagnostic.hpp"
#include "typenet/network/network.hpp"
//
#include "typenet/network/parameters.hpp"

/// A whole network by its layers' own loops: slow, obvious, constexpr, in any floating type. The
/// oracle of the tests, and what proves a gradient inside the compiler.
namespace typenet::reference {

/// Pointers to the tensors of node I, in a buffer laid out as the network's table says.
template <network_type Net, int I, class Pointer>
constexpr auto tensors_of(Pointer buffer) {
    using layer = typename Net::template layer_at<I>;
    std::array<Pointer, layer::tensors(Net::template shape_before<I>).size()> found{};
    std::size_t next = 0;
    for (const named_tensor& one : Net::tensors)
        if (one.node == I) found[next++] = buffer + one.offset;
    return found;
}

/// The run-time numbers of node I.
template <network_type Net, int I>
constexpr layer_pass pass_of(layer_pass pass) {
    pass.ordinal = static_cast<std::uint32_t>(Net::nodes[static_cast<std::size_t>(I)].ordinal);
    return pass;
}

/// What the layer of node I is called with for its inputs: a pointer, or an array of them. `at`
/// gives the pointer of a node.
template <network_type Net, int I>
constexpr auto inputs_of(auto&& at) {
    constexpr node here = Net::nodes[static_cast<std::size_t>(I)];
    if constexpr (here.inputs == 1) {
        return at(here.reads[0]);
    } else {
        std::array<decltype(at(0)), std::size_t{here.inputs}> all{};
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = at(here.reads[i]);
        return all;
    }
}

/// A minibatch of `Images` images on its way through a network and back.
template <network_type Net, std::floating_point Scalar = float, int Images = 1>
class walk {
    using told = decltype(checking::tell(std::type_identity<Net>{}));
    using loss = loss_of<Net>;
    using target = typename loss::template target<Scalar>;
    static constexpr int targets = loss::targets(Net::output_shape);
    static constexpr int transforms = Net::depth - 1;  ///< nodes but the loss

    /// Where the output of each node stands in one array of all; entry 0 is the network's input.
    static constexpr auto offsets = [] {
        std::array<extent, std::size_t{Net::depth} + 1> at{};
        at[1] = Images * Net::input_shape.size();
        for (std::size_t i = 1; i < at.size() - 1; ++i)
            at[i + 1] = at[i] + Images * Net::nodes[i - 1].out.size();
        return at;
    }();
    static constexpr extent at(int node) { return offsets[static_cast<std::size_t>(node + 1)]; }
    static constexpr extent size_of(int node) { return at(node + 1) - at(node); }
    static constexpr int last = Net::nodes.back().reads[0];
    /// Numbers in all that one layer reads, at most: a node that it reads twice counts twice.
    static constexpr extent most_read = [] {
        extent most = 0;
        for (const node& one : Net::nodes) {
            extent sum = 0;
            for (std::size_t k = 0; k < static_cast<std::size_t>(one.inputs); ++k)
                sum += size_of(one.reads[k]);
            most = std::max(most, sum);
        }
        return most;
    }();

public:
    /// Numbers of all activations.
    static constexpr auto activations = static_cast<std::size_t>(offsets.back());

    /// Looks at the parameters, which must outlive it.
    constexpr explicit walk(const parameters<Net, Scalar>& values) : parameters_(values.data()) {}

    /// The outputs of the images, valid until the next call.
    constexpr const Scalar* forward(const Scalar* images, layer_pass pass = {}) {
        pass.images = Images;
        std::copy_n(images, at(0), values_.data());
        for_nodes([&]<int I>() {
            Net::template layer_at<I>::template forward<Net::template shape_before<I>>(
                pass_of<Net, I>(pass),
                inputs_of<Net, I>([&](int n) -> const Scalar* { return values_.data() + at(n); }),
                tensors_of<Net, I>(parameters_), values_.data() + at(I));
        });
        return values_.data() + at(last);
    }

    /// Runs forward and backward; adds scale · d(loss)/d(parameter) to `gradient`, and to its
    /// statistics what a step would add to them. Returns the sum of the images' losses, and whether
    /// all are correct.
    constexpr judgement gradient(const Scalar* images, const target* wanted, double scale,
                                 parameters<Net, Scalar>& gradient, layer_pass pass = {}) {
        const Scalar* const outputs = forward(images, pass);
        pass.images = Images;
        std::fill(deltas_.begin(), deltas_.end(), Scalar{0});
        judgement all{0, true};
        for (extent image = 0; image < Images; ++image) {
            constexpr shape out = Net::output_shape;
            const Scalar* const output = outputs + image * out.size();
            const target* const of_image = wanted + image * targets;
            const judgement one = loss::template judge<out>(pass, output, of_image);
            all.loss += one.loss;
            all.correct = all.correct && one.correct;
            loss::template gradient<out>(pass, output, of_image, scale,
                                         deltas_.data() + at(last) + image * out.size());
        }
        for_nodes([&]<int Back>() { backward<transforms - 1 - Back>(pass, gradient.data()); });
        return all;
    }

    /// d(scale · loss)/d(images) of the last `gradient`.
    [[nodiscard]] constexpr const Scalar* image_gradient() const { return deltas_.data(); }

private:
    static constexpr void for_nodes(auto&& body) {
        [&]<int... I>(std::integer_sequence<int, I...>) {
            (body.template operator()<I>(), ...);
        }(std::make_integer_sequence<int, transforms>{});
    }
    /// Layers assign the gradient of their input; a node may be read by several.
    template <int I>
    constexpr void backward(const layer_pass& pass, Scalar* gradient) {
        constexpr node here = Net::nodes[static_cast<std::size_t>(I)];
        Scalar* next = assigned_.data();
        Net::template layer_at<I>::template backward<Net::template shape_before<I>>(
            pass_of<Net, I>(pass),
            inputs_of<Net, I>([&](int n) -> const Scalar* { return values_.data() + at(n); }),
            tensors_of<Net, I>(parameters_), std::as_const(deltas_).data() + at(I),
            inputs_of<Net, I>([&](int n) { return std::exchange(next, next + size_of(n)); }),
            tensors_of<Net, I>(gradient));
        const Scalar* assigned = assigned_.data();
        for (std::size_t k = 0; k < static_cast<std::size_t>(here.inputs); ++k) {
            Scalar* const sums = deltas_.data() + at(here.reads[k]);
            for (extent j = 0; j < size_of(here.reads[k]); ++j) sums[j] += *assigned++;
        }
    }

    const Scalar* parameters_;
    std::array<Scalar, activations> values_{};
    std::array<Scalar, activations> deltas_{};
    std::array<Scalar, static_cast<std::size_t>(most_read)> assigned_{};
};

}  // namespace typenet::reference
