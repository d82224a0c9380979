// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/tensor_view.hpp"
#include "typenet/layer/layer.hpp"
#include "typenet/layer/window_geometry.hpp"

namespace typenet {

/// What `conv` and `depthwise_conv` have in common: weighted sums over windows, plus biases, whose
/// options `Options` are. `Layer`, which derives from it, says which weights there are and what an
/// output adds up:
///
///     static constexpr int filters(shape in);
///     static constexpr tensor weights(shape in);
///     visit(input, weight) for the products of a tap: the input's channel, the weight's place
///     behind those of the taps before
///     static constexpr void for_each_product(shape in, int filter, auto&& visit);
template <class Layer, window_options Options>
// NOLINTNEXTLINE(bugprone-crtp-constructor-accessibility): never an object
struct convolution {
    static constexpr layer_role role = layer_role::transform;
    /// What the list says.
    static constexpr window_options options = Options;
    static constexpr std::size_t tensor_count = options.has_biases ? 2 : 1;  ///< weights, biases

    /// Where its windows lie.
    static constexpr window_geometry geometry(shape in) {
        return window_geometry::of(in, Layer::filters(in), options);
    }
    static constexpr std::array<tensor, tensor_count> tensors(shape in) {
        const tensor weights = Layer::weights(in);
        if constexpr (options.has_biases)
            return {{weights,
                     {tensor::biases_name, {Layer::filters(in)}, 1, weights.fan_in, start::bias}}};
        else
            return {{weights}};
    }
    static constexpr extent multiply_adds(shape in) {
        return saturating_product(geometry(in).out.size(), Layer::weights(in).fan_in);
    }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& pass, const Scalar* in,
                                  const std::array<const Scalar*, tensor_count>& tensors,
                                  Scalar* out) {
        for_each_output<In>(pass, [&](extent image, extent output, int filter, auto&& products) {
            Scalar sum = 0;
            if constexpr (options.has_biases) sum = tensors[1][filter];
            products([&](extent input, extent weight) {
                sum += in[image * In.size() + input] * tensors[0][weight];
            });
            out[output] = sum;
        });
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* in,
                                   const std::array<const Scalar*, tensor_count>& tensors,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, tensor_count>& gradients) {
        for (extent i = 0; i < pass.images * In.size(); ++i) in_gradient[i] = 0;
        for_each_output<In>(pass, [&](extent image, extent output, int filter, auto&& products) {
            const Scalar d = out_gradient[output];
            if constexpr (options.has_biases) gradients[1][filter] += d;
            products([&](extent input, extent weight) {
                gradients[0][weight] += in[image * In.size() + input] * d;
                in_gradient[image * In.size() + input] += tensors[0][weight] * d;
            });
        });
    }

private:
    /// body(image, output, filter, products) for each output of a pass; products(visit) calls
    /// visit(input of the image, weight) for what the output adds up, in order.
    template <shape In>
    static constexpr void for_each_output(const layer_pass& pass, auto&& body) {
        constexpr window_geometry g = geometry(In);
        constexpr extent tap_size =
            Layer::weights(In).size() / (extent{options.window.height} * options.window.width);
        extent output = 0;
        for (int image = 0; image < pass.images; ++image)
            for (int oy = 0; oy < g.out.height; ++oy)
                for (int ox = 0; ox < g.out.width; ++ox)
                    for (int filter = 0; filter < g.out.channels; ++filter)
                        body(extent{image}, output++, filter, [&](auto&& visit) {
                            g.for_each_tap(oy, ox, [&](int ky, int kx, int iy, int ix) {
                                const extent pixel = (extent{iy} * In.width + ix) * In.channels;
                                const extent tap = (extent{ky} * g.window_width + kx) * tap_size;
                                Layer::for_each_product(In, filter, [&](int channel, extent at) {
                                    visit(pixel + channel, tap + at);
                                });
                            });
                        });
    }
};

}  // namespace typenet
