// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/tensor_view.hpp"
#include "typenet/layer/layer.hpp"
#include "typenet/layer/window_geometry.hpp"

namespace typenet {

/// Two-dimensional cross-correlation with a window, plus biases:
/// out(y,x,f) = b(f) + sum over ky, kx, c of in(y·stride_y - top + ky, x·stride_x - left + kx, c) ·
/// w(ky,kx,c,f).
///
/// Behind the number of filters stand options, the window first if it is a mere number:
/// `conv<32, 5>`, `conv<32, 3, 2>` with a stride, `conv<8, 5, 1, valid>`, `conv<64, window<10, 4>,
/// stride<2>>`, `conv<16, 3, pad<1>>` for PyTorch's padding, `conv<16, 3, no_bias>`,
/// `conv<8, 5, 1, valid, 3>` to have the channels checked that come in.
///
/// **Shapes**: H x W x C → H' x W' x Filters; weights [window's height, its width, C, Filters],
/// biases [Filters]. `same`, unless said otherwise, gives H' = ceil(H / stride), `valid` gives
/// H' = floor((H - window) / stride) + 1, `pad<P>` gives floor((H + 2P - window) / stride) + 1.
/// **Errors** (compile time): a flat input, another number of channels than stated, a window larger
/// than the image with its zeros, a number out of range.
/// **Cost**: H'·W'·window·C·Filters multiply-adds forward, twice that backward.
/// **Source**: TensorFlow's conv2d, layouts NHWC and HWIO.
template <int Filters, auto... Options>
struct conv {
    static constexpr text kind = "conv";
    static constexpr layer_role role = layer_role::transform;
    static constexpr int most_filters = 1 << 16;  ///< more are an error
    /// What the list says.
    static constexpr window_options options = window_options::of<Options...>();
    static constexpr std::size_t tensor_count = options.has_biases ? 2 : 1;  ///< weights, biases

    /// Without what need not be said.
    static constexpr text spelling() { return text::of("conv<", Filters, options.spelling(), ">"); }
    static constexpr shape_or_complaint out(shape in) {
        if (Filters < 1 || Filters > most_filters)
            return {text::of("1 to ", most_filters, " filters"), text::of(Filters)};
        const complaint wrong = options.wrong(in, "filters, then ");
        if (!wrong.none()) return wrong;
        return geometry(in).out;
    }
    /// Where its windows lie.
    static constexpr window_geometry geometry(shape in) {
        return window_geometry::of(in, Filters, options);
    }
    static constexpr std::array<tensor, tensor_count> tensors(shape in) {
        const auto [height, width] = options.window;
        const extent fan_in = saturating_product(height * width, in.channels);
        const tensor weights{
            tensor::weights_name, {height, width, in.channels, Filters}, 4, fan_in, start::normal};
        if constexpr (options.has_biases)
            return {{weights, {tensor::biases_name, {Filters}, 1, fan_in, start::bias}}};
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
                    for (int f = 0; f < Filters; ++f) {
                        Scalar sum = 0;
                        if constexpr (options.has_biases) sum = tensors[1][f];
                        g.for_each_tap(oy, ox, [&](int ky, int kx, int iy, int ix) {
                            for (int c = 0; c < In.channels; ++c)
                                sum += x(iy, ix, c) * weights(ky, kx, c, f);
                        });
                        y(oy, ox, f) = sum;
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
                    for (int f = 0; f < Filters; ++f) {
                        const Scalar d = dy(oy, ox, f);
                        if constexpr (options.has_biases) gradients[1][f] += d;
                        g.for_each_tap(oy, ox, [&](int ky, int kx, int iy, int ix) {
                            for (int c = 0; c < In.channels; ++c) {
                                dweights(ky, kx, c, f) += x(iy, ix, c) * d;
                                dx(iy, ix, c) += weights(ky, kx, c, f) * d;
                            }
                        });
                    }
        });
    }

private:
    template <shape In, class Scalar>
    using weights_view =
        view<Scalar, options.window.height, options.window.width, In.channels, Filters>;
};

}  // namespace typenet
