// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/tensor_view.hpp"
#include "typenet/layer/layer.hpp"
#include "typenet/layer/window_geometry.hpp"

namespace typenet {

/// A convolution of each channel by itself, plus biases:
/// out(y,x,c) = b(c) + sum over ky, kx of in(y·stride_y - top + ky, x·stride_x - left + kx, c) ·
/// w(ky,kx,c).
///
/// Its options are those of `conv`: `depthwise_conv<3>`, `depthwise_conv<3, 2>`,
/// `depthwise_conv<window<5, 3>, stride<2, 1>, no_bias>`.
///
/// **Shapes**: H x W x C → H' x W' x C, H' and W' as `conv`; weights [window's height, its width,
/// C, 1], biases [C].
/// **Errors** (compile time): those of `conv`.
/// **Cost**: H'·W'·window·C multiply-adds forward, twice that backward.
/// **Source**: TensorFlow's depthwise_conv2d with a channel multiplier of 1; Howard and others,
/// "MobileNets", 2017, section 3.1.
template <auto... Options>
struct depthwise_conv {
    static constexpr text kind = "depthwise_conv";
    static constexpr layer_role role = layer_role::transform;
    /// What the list says.
    static constexpr window_options options = window_options::of<Options...>();
    static constexpr std::size_t tensor_count = options.has_biases ? 2 : 1;  ///< weights, biases

    /// Without what need not be said.
    static constexpr text spelling() {
        const text words = options.spelling();
        return text::of(kind, "<", words.view().substr(words.empty() ? 0 : 1), ">");
    }
    static constexpr shape_or_complaint out(shape in) {
        const complaint wrong = options.wrong(in);
        if (!wrong.none()) return wrong;
        return geometry(in).out;
    }
    /// Where its windows lie.
    static constexpr window_geometry geometry(shape in) {
        return window_geometry::of(in, in.channels, options);
    }
    static constexpr std::array<tensor, tensor_count> tensors(shape in) {
        const auto [height, width] = options.window;
        const extent fan_in = extent{height} * width;
        const tensor weights{
            tensor::weights_name, {height, width, in.channels, 1}, 4, fan_in, start::normal};
        if constexpr (options.has_biases)
            return {{weights, {tensor::biases_name, {in.channels}, 1, fan_in, start::bias}}};
        else
            return {{weights}};
    }
    static constexpr extent multiply_adds(shape in) {
        return saturating_product(geometry(in).out.size(), tensors(in)[0].fan_in);
    }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& pass, const Scalar* in,
                                  const std::array<const Scalar*, tensor_count>& tensors,
                                  Scalar* out) {
        constexpr window_geometry g = geometry(In);
        const weights_view<In, const Scalar> weights{tensors[0]};
        for_each_image(pass, [&](const layer_pass& /*one*/, extent image) {
            const image_view<const Scalar, In> x{in + image * In.size()};
            const image_view<Scalar, g.out> y{out + image * g.out.size()};
            for (int oy = 0; oy < g.out.height; ++oy)
                for (int ox = 0; ox < g.out.width; ++ox)
                    for (int c = 0; c < g.out.channels; ++c) {
                        Scalar sum = 0;
                        if constexpr (options.has_biases) sum = tensors[1][c];
                        g.for_each_tap(oy, ox, [&](int ky, int kx, int iy, int ix) {
                            sum += x(iy, ix, c) * weights(ky, kx, c);
                        });
                        y(oy, ox, c) = sum;
                    }
        });
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* in,
                                   const std::array<const Scalar*, tensor_count>& tensors,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, tensor_count>& gradients) {
        constexpr window_geometry g = geometry(In);
        const weights_view<In, const Scalar> weights{tensors[0]};
        const weights_view<In, Scalar> dweights{gradients[0]};
        for (extent i = 0; i < pass.images * In.size(); ++i) in_gradient[i] = 0;
        for_each_image(pass, [&](const layer_pass& /*one*/, extent image) {
            const image_view<const Scalar, In> x{in + image * In.size()};
            const image_view<const Scalar, g.out> dy{out_gradient + image * g.out.size()};
            const image_view<Scalar, In> dx{in_gradient + image * In.size()};
            for (int oy = 0; oy < g.out.height; ++oy)
                for (int ox = 0; ox < g.out.width; ++ox)
                    for (int c = 0; c < g.out.channels; ++c) {
                        const Scalar d = dy(oy, ox, c);
                        if constexpr (options.has_biases) gradients[1][c] += d;
                        g.for_each_tap(oy, ox, [&](int ky, int kx, int iy, int ix) {
                            dweights(ky, kx, c) += x(iy, ix, c) * d;
                            dx(iy, ix, c) += weights(ky, kx, c) * d;
                        });
                    }
        });
    }

private:
    template <shape In, class Scalar>
    using weights_view = view<Scalar, options.window.height, options.window.width, In.channels>;
};

}  // namespace typenet
