// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/pooling.hpp"

namespace typenet {

/// The mean of each window, channel by channel: `average_pool<2>`, `average_pool<3, 2>` with a
/// stride, `average_pool<3, 2, drop_rest>` if the windows need not cover the image.
///
/// **Shapes**, **Errors** (compile time): as `max_pool`'s.
/// **Source**: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document
/// recognition", 1998, section II.B. A window is summed row by row.
template <auto... Options>
struct average_pool : pooling<Options...> {
    static constexpr text kind = "average_pool";
    static constexpr text spelling() { return average_pool::options.spelling(kind); }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& pass, const Scalar* in,
                                  const std::array<const Scalar*, 0>& /*tensors*/, Scalar* out) {
        average_pool::template for_each_window<In>(pass.images, [&](extent first, extent at) {
            for (int c = 0; c < In.channels; ++c) out[at + c] = 0;
            average_pool::template for_each_tap<In>([&](extent pixel) {
                for (int c = 0; c < In.channels; ++c) out[at + c] += in[first + pixel + c];
            });
            for (int c = 0; c < In.channels; ++c) out[at + c] /= static_cast<Scalar>(pixels);
        });
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* /*in*/,
                                   const std::array<const Scalar*, 0>& /*tensors*/,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 0>& /*gradients*/) {
        for (extent i = 0; i < pass.images * In.size(); ++i) in_gradient[i] = 0;
        average_pool::template for_each_window<In>(pass.images, [&](extent first, extent at) {
            average_pool::template for_each_tap<In>([&](extent pixel) {
                for (int c = 0; c < In.channels; ++c)
                    in_gradient[first + pixel + c] +=
                        out_gradient[at + c] / static_cast<Scalar>(pixels);
            });
        });
    }

private:
    static constexpr int pixels =
        average_pool::options.window.height * average_pool::options.window.width;
};

}  // namespace typenet
