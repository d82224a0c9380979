// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

#include "typenet/base/tensor.hpp"
#include "typenet/layer/argument.hpp"
#include "typenet/layer/layer.hpp"
#include "typenet/layer/padding.hpp"
#include "typenet/layer/window_geometry.hpp"

namespace typenet {

/// The input channels of a `conv` that takes what it gets.
inline constexpr int deduced = -1;

namespace detail {

/// What a `conv` may be given behind its window, and what follows from it. Templates of the types
/// of filters and window: as members of `conv` they would be compiled anew for each of its types.
template <auto Stride = 1, auto Padding = same, auto Channels = deduced, auto... More>
class conv_options {
    static constexpr bool is_padding =
        std::is_same_v<std::remove_const_t<decltype(Padding)>, padding>;
    static constexpr bool is_valid = [] {
        if constexpr (is_padding)
            return Padding == valid;
        else
            return false;
    }();

public:
    /// The first that is something else.
    static constexpr complaint wrong = [] {
        if (!is_count(Stride))
            return complaint{"a stride before the padding", argument_text(Stride)};
        if (!is_padding) return complaint{"padding same or valid", argument_text(Padding)};
        if (!is_count(Channels)) return complaint{"a number of channels", argument_text(Channels)};
        if (sizeof...(More) > 0)
            return complaint{"filters to channels, 5 in all",
                             text::of(static_cast<int>(5 + sizeof...(More)))};
        return complaint{};
    }();
    /// What computes the padding. Of something wrong the usual one, as below.
    using padding_rule = std::conditional_t<is_valid, valid_padding, same_padding>;
    /// Pixels from one window to the next.
    static constexpr int stride = is_count(Stride) ? count_of(Stride) : 1;
    /// Of the input, or `deduced`.
    static constexpr int channels = is_count(Channels) ? count_of(Channels) : deduced;

    /// What a convolution with these options cannot take.
    template <class Filters, class Window>
    static constexpr complaint check(shape in, const Filters& filters_given,
                                     const Window& window_given) {
        constexpr int largest_window = 11;
        constexpr int largest_stride = 4;
        constexpr int most_filters = 1 << 16;
        const int filters = count_of(filters_given);
        const int window = count_of(window_given);
        if (!wrong.none()) return wrong;
        if (!is_whole<Filters>) return {"a whole number of filters", argument_text(filters_given)};
        if (filters < 1 || filters > most_filters)
            return {text::of("1 to ", most_filters, " filters"), argument_text(filters_given)};
        if (window < 1 || window > largest_window)
            return {text::of("filters, then a window of 1 to ", largest_window),
                    argument_text("a window of ", window_given)};
        if (stride < 1 || stride > largest_stride)
            return {text::of("a stride of 1 to ", largest_stride),
                    text::of("a stride of ", stride)};
        if (channels != deduced && channels < 1) return {"channels above 0", text::of(channels)};
        if (in.flat) return {"an image, HxWxC", to_text(in)};
        if (channels != deduced && channels != in.channels)
            return {to_text(shape::image(in.height, in.width, channels)), to_text(in)};
        if (!padding_rule::window_fits(in.height, window) ||
            !padding_rule::window_fits(in.width, window))
            return {text::of("an image of ", window, "x", window, " or more"), to_text(in)};
        return {};
    }
    /// What it gives.
    template <class Filters, class Window>
    static constexpr shape out(shape in, const Filters& filters, const Window& window) {
        return window_geometry::outputs<padding_rule>(in, count_of(filters), count_of(window),
                                                      stride);
    }
    /// Where its windows lie.
    template <class Filters, class Window>
    static constexpr window_geometry geometry(shape in, const Filters& filters,
                                              const Window& window) {
        return window_geometry::of<padding_rule>(in, count_of(filters), count_of(window), stride);
    }
    /// Its weights and biases.
    template <class Filters, class Window>
    static constexpr std::array<parameter_shape, 2> parameters(int in, const Filters& filters_given,
                                                               const Window& window_given) {
        const int filters = count_of(filters_given);
        const int window = count_of(window_given);
        const extent fan_in = saturating_product(window * window, in);
        return {{{weights_name, {window, window, in, filters}, 4, fan_in},
                 {biases_name, {filters}, 1, fan_in}}};
    }
};

}  // namespace detail

/// Two-dimensional cross-correlation with a square window, plus biases:
/// out(y,x,f) = b(f) + sum over ky, kx, c of in(y·stride - top + ky, x·stride - left + kx, c) ·
/// w(ky,kx,c,f).
///
/// Behind the window may follow, in this order, a stride (1 if left out), a padding (`same`, or
/// `valid`) and the number of input channels, to have it checked: `conv<8, 5, 1, valid, 3>`.
///
/// **Shapes**: H x W x C → H' x W' x Filters; weights [Window, Window, C, Filters], biases
/// [Filters]. `same` gives H' = ceil(H / stride), `valid` gives H' = floor((H - Window) / stride)
/// + 1.
/// **Errors** (compile time): a flat input, another number of channels than stated, a `valid`
/// window larger than the image, a number out of range, something else than is named above.
/// **Cost**: H'·W'·Window²·C·Filters multiply-adds forward, twice that backward.
/// **Source**: TensorFlow's conv2d, layouts NHWC and HWIO.
template <auto Filters = detail::left_out{}, auto Window = detail::left_out{},
          auto... StridePaddingChannels>
struct conv {
private:
    static constexpr int filters = detail::count_of(Filters);
    static constexpr int window = detail::count_of(Window);
    using options = detail::conv_options<StridePaddingChannels...>;

public:
    static constexpr text kind = "conv";
    static constexpr layer_role role = layer_role::transform;

    /// Without what need not be said.
    static constexpr text spelling() {
        if (!options::wrong.none())
            return detail::spelled(kind, Filters, Window, StridePaddingChannels...);
        text words = text::of("conv<", detail::arguments_text(Filters, Window));
        using padding_rule = typename options::padding_rule;
        const bool channels_stated = options::channels != deduced;
        const bool padding_stated = !std::is_same_v<padding_rule, same_padding> || channels_stated;
        if (options::stride != 1 || padding_stated) words.append(",", options::stride);
        if (padding_stated) words.append(",", padding_rule::spelling);
        if (channels_stated) words.append(",", options::channels);
        return words.append(">");
    }
    static constexpr complaint check(shape in) { return options::check(in, Filters, Window); }
    static constexpr shape out(shape in) { return options::out(in, Filters, Window); }
    static constexpr window_geometry geometry(shape in) {
        return options::geometry(in, Filters, Window);
    }
    static constexpr std::array<parameter_shape, 2> parameters(shape in) {
        return options::parameters(in.channels, Filters, Window);
    }
    static constexpr extent multiply_adds(shape in) {
        return saturating_product(out(in).size(), parameters(in)[0].fan_in);
    }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& /*pass*/, const Scalar* input,
                                  const std::array<const Scalar*, 2>& parameters, Scalar* output) {
        constexpr shape to = out(In);
        const image_view<const Scalar, In> x{input};
        const view<const Scalar, window, window, In.channels, filters> weights{parameters[0]};
        const view<const Scalar, filters> biases{parameters[1]};
        const image_view<Scalar, to> y{output};
        for (int oy = 0; oy < to.height; ++oy)
            for (int ox = 0; ox < to.width; ++ox)
                for (int f = 0; f < filters; ++f) {
                    Scalar sum = biases(f);
                    for_each_tap<In>(oy, ox, [&](int ky, int kx, int iy, int ix) {
                        for (int c = 0; c < In.channels; ++c)
                            sum += x(iy, ix, c) * weights(ky, kx, c, f);
                    });
                    y(oy, ox, f) = sum;
                }
    }

    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& /*pass*/, const Scalar* input,
                                   const std::array<const Scalar*, 2>& parameters,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 2>& gradients) {
        constexpr shape to = out(In);
        const image_view<const Scalar, In> x{input};
        const view<const Scalar, window, window, In.channels, filters> weights{parameters[0]};
        const image_view<const Scalar, to> dy{out_gradient};
        const image_view<Scalar, In> dx{in_gradient};
        const view<Scalar, window, window, In.channels, filters> dweights{gradients[0]};
        const view<Scalar, filters> dbiases{gradients[1]};
        for (extent i = 0; i < In.size(); ++i) in_gradient[i] = 0;
        for (int oy = 0; oy < to.height; ++oy)
            for (int ox = 0; ox < to.width; ++ox)
                for (int f = 0; f < filters; ++f) {
                    const Scalar d = dy(oy, ox, f);
                    dbiases(f) += d;
                    for_each_tap<In>(oy, ox, [&](int ky, int kx, int iy, int ix) {
                        for (int c = 0; c < In.channels; ++c) {
                            dweights(ky, kx, c, f) += x(iy, ix, c) * d;
                            dx(iy, ix, c) += weights(ky, kx, c, f) * d;
                        }
                    });
                }
    }

private:
    /// The taps of output (oy, ox) that meet the image: window position and image position.
    template <shape In>
    static constexpr void for_each_tap(int oy, int ox, auto&& visit) {
        constexpr window_geometry g = geometry(In);
        for (int ky = 0; ky < window; ++ky)
            for (int kx = 0; kx < window; ++kx) {
                const int iy = oy * g.stride + ky - g.top;
                const int ix = ox * g.stride + kx - g.left;
                if (iy >= 0 && iy < In.height && ix >= 0 && ix < In.width) visit(ky, kx, iy, ix);
            }
    }
};

}  // namespace typenet
