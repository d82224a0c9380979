// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/tensor.hpp"
#include "typenet/layer/argument.hpp"
#include "typenet/layer/layer.hpp"
#include "typenet/layer/padding.hpp"
#include "typenet/layer/window_geometry.hpp"

namespace typenet {

/// The largest value of each window, channel by channel. The gradient goes to the first largest, in
/// the order rows then columns.
///
/// **Shapes**: H x W x C → ((H - Window) / Stride + 1) x ((W - Window) / Stride + 1) x C; the
/// windows must cover the image exactly, so that no row or column is lost in silence.
/// **Errors** (compile time): a flat input, a window larger than the image, windows that do not
/// cover the image, a number out of range, more than two.
template <auto Window = detail::left_out{}, auto Stride = Window, auto... More>
struct max_pool {
    static constexpr text kind = "max_pool";
    static constexpr layer_role role = layer_role::transform;
    static constexpr int window = detail::count_of(Window);  ///< rows and columns of each
    static constexpr int stride = detail::count_of(Stride);  ///< from one to the next
    static constexpr int largest_window = 11;                ///< larger ones are an error
    static constexpr bool is_disjoint = stride == window;    ///< no two windows share a pixel

    static constexpr text spelling() {
        return is_disjoint && sizeof...(More) == 0 ? detail::spelled(kind, Window)
                                                   : detail::spelled(kind, Window, Stride, More...);
    }
    static constexpr complaint check(shape in) {
        if (sizeof...(More) > 0)
            return {"window and stride, 2 in all", text::of(static_cast<int>(2 + sizeof...(More)))};
        if (window < 1 || window > largest_window)
            return {text::of("a window of 1 to ", largest_window),
                    detail::argument_text("a window of ", Window)};
        if (stride < 1 || stride > window)
            return {text::of("a stride of 1 to ", window),
                    detail::argument_text("a stride of ", Stride)};
        if (in.flat) return {"an image, HxWxC", to_text(in)};
        if (in.height < window || in.width < window)
            return {text::of("an image of ", window, "x", window, " or more"), to_text(in)};
        if ((in.height - window) % stride != 0 || (in.width - window) % stride != 0) {
            return {is_disjoint ? text::of("H and W divisible by ", window)
                                : text::of("H-", window, ", W-", window, " divisible by ", stride),
                    to_text(in)};
        }
        return {};
    }
    static constexpr window_geometry geometry(shape in) {
        return window_geometry::of<valid_padding>(in, in.channels, window, stride);
    }
    static constexpr shape out(shape in) { return geometry(in).out; }
    static constexpr auto parameters(shape /*in*/) { return no_parameters; }
    static constexpr extent multiply_adds(shape /*in*/) { return 0; }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& /*pass*/, const Scalar* in,
                                  const std::array<const Scalar*, 0>& /*parameters*/,
                                  Scalar* out_) {
        constexpr shape to = out(In);
        const image_view<Scalar, to> y{out_};
        for (int oy = 0; oy < to.height; ++oy)
            for (int ox = 0; ox < to.width; ++ox)
                for (int c = 0; c < to.channels; ++c)
                    y(oy, ox, c) = in[first_largest<In>(in, oy, ox, c)];
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& /*pass*/, const Scalar* in,
                                   const std::array<const Scalar*, 0>& /*parameters*/,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 0>& /*gradients*/) {
        constexpr shape to = out(In);
        const image_view<const Scalar, to> dy{out_gradient};
        for (extent i = 0; i < In.size(); ++i) in_gradient[i] = 0;
        for (int oy = 0; oy < to.height; ++oy)
            for (int ox = 0; ox < to.width; ++ox)
                for (int c = 0; c < to.channels; ++c)
                    in_gradient[first_largest<In>(in, oy, ox, c)] += dy(oy, ox, c);
    }

private:
    template <shape In, class Scalar>
    static constexpr extent first_largest(const Scalar* in, int oy, int ox, int c) {
        extent largest = -1;
        for (int ky = 0; ky < window; ++ky)
            for (int kx = 0; kx < window; ++kx) {
                const extent at =
                    ((extent{oy} * stride + ky) * In.width + ox * stride + kx) * In.channels + c;
                if (largest < 0 || in[at] > in[largest]) largest = at;
            }
        return largest;
    }
};

}  // namespace typenet
