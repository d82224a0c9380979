// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/convolution.hpp"

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
struct depthwise_conv : convolution<depthwise_conv<Options...>, window_options::of<Options...>()> {
    static constexpr text kind = "depthwise_conv";
    using depthwise_conv::convolution::options;

    /// Without what need not be said.
    static constexpr text spelling() {
        const text words = options.spelling();
        return text::of(kind, "<", words.view().substr(words.empty() ? 0 : 1), ">");
    }
    static constexpr shape_or_complaint out(shape in) {
        const complaint wrong = options.wrong(in);
        if (!wrong.none()) return wrong;
        return depthwise_conv::geometry(in).out;
    }
    static constexpr int filters(shape in) { return in.channels; }
    static constexpr tensor weights(shape in) {
        const auto [height, width] = options.window;
        return {tensor::weights_name,
                {height, width, in.channels, 1},
                4,
                extent{height} * width,
                start::normal};
    }
    static constexpr void for_each_product(shape /*in*/, int filter, auto&& visit) {
        visit(filter, extent{filter});
    }
};

}  // namespace typenet
