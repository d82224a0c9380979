// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/layer.hpp"
#include "typenet/layer/window_geometry.hpp"

namespace typenet {

/// The largest value of each window, channel by channel. The gradient goes to the first largest, in
/// the order rows then columns.
///
/// **Shapes**: H x W x C → ((H - Window) / Stride + 1) x ((W - Window) / Stride + 1) x C; the
/// windows must cover the image exactly, so that no row or column is lost in silence.
/// **Errors** (compile time): a flat input, a window larger than the image, windows that do not
/// cover the image, a number out of range.
template <int Window, int Stride = Window>
struct max_pool : without_tensors {
    static constexpr text kind = "max_pool";
    static constexpr int largest_window = 11;              ///< larger ones are an error
    static constexpr bool is_disjoint = Stride == Window;  ///< no two windows share a pixel

    static constexpr text spelling() {
        return is_disjoint ? spelled(kind, Window) : spelled(kind, Window, Stride);
    }
    static constexpr shape_or_complaint out(shape in) {
        if (Window < 1 || Window > largest_window)
            return {text::of("a window of 1 to ", largest_window),
                    text::of("a window of ", Window)};
        if (Stride < 1 || Stride > Window)
            return {text::of("a stride of 1 to ", Window), text::of("a stride of ", Stride)};
        if (in.flat) return {"an image, HxWxC", to_text(in)};
        if (in.height < Window || in.width < Window)
            return {text::of("an image of ", Window, "x", Window, " or more"), to_text(in)};
        if ((in.height - Window) % Stride != 0 || (in.width - Window) % Stride != 0) {
            return {is_disjoint ? text::of("H and W divisible by ", Window)
                                : text::of("H-", Window, ", W-", Window, " divisible by ", Stride),
                    to_text(in)};
        }
        return geometry(in).out;
    }
    static constexpr window_geometry geometry(shape in) {
        return window_geometry::of(in, in.channels,
                                   window_options::of<window<Window>, stride<Stride>, valid>());
    }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& pass, const Scalar* in,
                                  const std::array<const Scalar*, 0>& /*tensors*/, Scalar* out) {
        for_each_output<In>(pass, in, [&](extent largest, extent at) { out[at] = in[largest]; });
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* in,
                                   const std::array<const Scalar*, 0>& /*tensors*/,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 0>& /*gradients*/) {
        for (extent i = 0; i < pass.images * In.size(); ++i) in_gradient[i] = 0;
        for_each_output<In>(
            pass, in, [&](extent largest, extent at) { in_gradient[largest] += out_gradient[at]; });
    }

private:
    /// visit(place of the window's first largest value, place of the output) for all outputs.
    template <shape In, class Scalar>
    static constexpr void for_each_output(const layer_pass& pass, const Scalar* in, auto&& visit) {
        constexpr shape to = geometry(In).out;
        extent at = 0;
        for (int image = 0; image < pass.images; ++image)
            for (int y = 0; y < to.height; ++y)
                for (int x = 0; x < to.width; ++x)
                    for (int c = 0; c < to.channels; ++c)
                        visit(first_largest<In>(in, image * In.size(), y, x, c), at++);
    }
    template <shape In, class Scalar>
    static constexpr extent first_largest(const Scalar* in, extent image, int y, int x, int c) {
        extent largest = -1;
        for (int ky = 0; ky < Window; ++ky)
            for (int kx = 0; kx < Window; ++kx) {
                const extent at =
                    image +
                    ((extent{y} * Stride + ky) * In.width + extent{x} * Stride + kx) * In.channels +
                    c;
                if (largest < 0 || in[at] > in[largest]) largest = at;
            }
        return largest;
    }
};

}  // namespace typenet
