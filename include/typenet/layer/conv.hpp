// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/tensor_view.hpp"
#include "typenet/layer/layer.hpp"
#include "typenet/layer/window_geometry.hpp"

namespace typenet {

/// The input channels of a `conv` that takes what it gets.
inline constexpr int deduced = -1;

/// Two-dimensional cross-correlation with a square window, plus biases:
/// out(y,x,f) = b(f) + sum over ky, kx, c of in(y·stride - top + ky, x·stride - left + kx, c) ·
/// w(ky,kx,c,f).
///
/// Behind the window may follow a stride, a padding (`same`, or `valid`) and the number of input
/// channels, to have it checked: `conv<8, 5, 1, valid, 3>`.
///
/// **Shapes**: H x W x C → H' x W' x Filters; weights [Window, Window, C, Filters], biases
/// [Filters]. `same` gives H' = ceil(H / stride), `valid` gives H' = floor((H - Window) / stride)
/// + 1.
/// **Errors** (compile time): a flat input, another number of channels than stated, a `valid`
/// window larger than the image, a number out of range.
/// **Cost**: H'·W'·Window²·C·Filters multiply-adds forward, twice that backward.
/// **Source**: TensorFlow's conv2d, layouts NHWC and HWIO.
template <int Filters, int Window, int Stride = 1, padding Padding = same, int Channels = deduced>
struct conv {
    static constexpr text kind = "conv";
    static constexpr layer_role role = layer_role::transform;
    static constexpr int most_filters = 1 << 16;  ///< more are an error, as below
    static constexpr int largest_window = 11;     ///< @copydoc most_filters
    static constexpr int largest_stride = 4;      ///< @copydoc most_filters

    /// Without what need not be said.
    static constexpr text spelling() {
        text words = text::of("conv<", Filters, ",", Window);
        const bool says_channels = Channels != deduced;
        const bool says_padding = Padding != same || says_channels;
        if (Stride != 1 || says_padding) words.append(",", Stride);
        if (says_padding) words.append(",", Padding == same ? "same" : "valid");
        if (says_channels) words.append(",", Channels);
        return words.append(">");
    }
    static constexpr shape_or_complaint out(shape in) {
        if (Filters < 1 || Filters > most_filters)
            return {text::of("1 to ", most_filters, " filters"), text::of(Filters)};
        if (Window < 1 || Window > largest_window)
            return {text::of("filters, then a window of 1 to ", largest_window),
                    text::of("a window of ", Window)};
        if (Stride < 1 || Stride > largest_stride)
            return {text::of("a stride of 1 to ", largest_stride),
                    text::of("a stride of ", Stride)};
        if (Channels != deduced && Channels < 1) return {"channels above 0", text::of(Channels)};
        if (in.flat) return {"an image, HxWxC", to_text(in)};
        if (Channels != deduced && Channels != in.channels)
            return {to_text(shape::image(in.height, in.width, Channels)), to_text(in)};
        if (!window_fits(Padding, in.height, Window) || !window_fits(Padding, in.width, Window))
            return {text::of("an image of ", Window, "x", Window, " or more"), to_text(in)};
        return geometry(in).out;
    }
    /// Where its windows lie.
    static constexpr window_geometry geometry(shape in) {
        return window_geometry::of(in, Filters, Window, Stride, Padding);
    }
    static constexpr std::array<tensor, 2> tensors(shape in) {
        const extent fan_in = saturating_product(Window * Window, in.channels);
        return {{{tensor::weights_name,
                  {Window, Window, in.channels, Filters},
                  4,
                  fan_in,
                  start::normal},
                 {tensor::biases_name, {Filters}, 1, fan_in, start::bias}}};
    }
    static constexpr extent multiply_adds(shape in) {
        return saturating_product(geometry(in).out.size(), tensors(in)[0].fan_in);
    }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& pass, const Scalar* in,
                                  const std::array<const Scalar*, 2>& tensors, Scalar* out) {
        constexpr shape to = geometry(In).out;
        const view<const Scalar, Window, Window, In.channels, Filters> weights{tensors[0]};
        const view<const Scalar, Filters> biases{tensors[1]};
        for_each_image(pass, [&](const layer_pass& /*one*/, extent image) {
            const image_view<const Scalar, In> x{in + image * In.size()};
            const image_view<Scalar, to> y{out + image * to.size()};
            for (int oy = 0; oy < to.height; ++oy)
                for (int ox = 0; ox < to.width; ++ox)
                    for (int f = 0; f < Filters; ++f) {
                        Scalar sum = biases(f);
                        for_each_tap<In>(oy, ox, [&](int ky, int kx, int iy, int ix) {
                            for (int c = 0; c < In.channels; ++c)
                                sum += x(iy, ix, c) * weights(ky, kx, c, f);
                        });
                        y(oy, ox, f) = sum;
                    }
        });
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* in,
                                   const std::array<const Scalar*, 2>& tensors,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 2>& gradients) {
        constexpr shape to = geometry(In).out;
        const view<const Scalar, Window, Window, In.channels, Filters> weights{tensors[0]};
        const view<Scalar, Window, Window, In.channels, Filters> dweights{gradients[0]};
        const view<Scalar, Filters> dbiases{gradients[1]};
        for (extent i = 0; i < pass.images * In.size(); ++i) in_gradient[i] = 0;
        for_each_image(pass, [&](const layer_pass& /*one*/, extent image) {
            const image_view<const Scalar, In> x{in + image * In.size()};
            const image_view<const Scalar, to> dy{out_gradient + image * to.size()};
            const image_view<Scalar, In> dx{in_gradient + image * In.size()};
            for (int oy = 0; oy < to.height; ++oy)
                for (int ox = 0; ox < to.width; ++ox)
                    for (int f = 0; f < Filters; ++f) {
                        const Scalar d = dy(oy, ox, f);
                        dbiases(f) += d;
                        for_each_tap<In>(oy, ox, [&](int ky, int kx, int iy, int ix) {
                            for (int c = 0; c < In.channels; ++c) {
                                dweights(ky, kx, c, f) += x(iy, ix, c) * d;
                                dx(iy, ix, c) += weights(ky, kx, c, f) * d;
                            }
                        });
                    }
        });
    }

private:
    /// The taps of output (oy, ox) that meet the image: window position and image position.
    template <shape In>
    static constexpr void for_each_tap(int oy, int ox, auto&& visit) {
        constexpr window_geometry g = geometry(In);
        for (int ky = 0; ky < Window; ++ky)
            for (int kx = 0; kx < Window; ++kx) {
                const int iy = oy * g.stride + ky - g.top;
                const int ix = ox * g.stride + kx - g.left;
                if (iy >= 0 && iy < In.height && ix >= 0 && ix < In.width) visit(ky, kx, iy, ix);
            }
    }
};

}  // namespace typenet
