// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/pooling.hpp"

namespace typenet {

/// The largest value of each window, channel by channel. The gradient goes to the first largest, in
/// the order rows then columns. `max_pool<2>` has a stride as wide as the window, `max_pool<3, 2>`
/// another one; `max_pool<3, 2, drop_rest>` need not cover the image.
///
/// **Shapes**: H x W x C → ((H - window) / stride + 1) x ((W - window) / stride + 1) x C; the
/// windows must cover the image exactly, so that no row or column is lost in silence, unless
/// `drop_rest` is said.
/// **Errors** (compile time): a flat input, a window larger than the image, windows that do not
/// cover the image, a number out of range.
template <auto... Options>
struct max_pool : pooling<Options...> {
    static constexpr text kind = "max_pool";
    static constexpr text spelling() { return max_pool::options.spelling(kind); }

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
        max_pool::template for_each_window<In>(pass.images, [&](extent first, extent at) {
            for (int c = 0; c < In.channels; ++c) {
                extent largest = first + c;
                max_pool::template for_each_tap<In>([&](extent pixel) {
                    if (in[first + pixel + c] > in[largest]) largest = first + pixel + c;
                });
                visit(largest, at + c);
            }
        });
    }
};

}  // namespace typenet
