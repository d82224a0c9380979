// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/convolution.hpp"

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
struct conv : convolution<conv<Filters, Options...>, window_options::of<Options...>()> {
    static constexpr text kind = "conv";
    static constexpr int most_filters = 1 << 16;  ///< more are an error
    using conv::convolution::options;

    /// Without what need not be said.
    static constexpr text spelling() { return text::of("conv<", Filters, options.spelling(), ">"); }
    static constexpr shape_or_complaint out(shape in) {
        if (Filters < 1 || Filters > most_filters)
            return {text::of("1 to ", most_filters, " filters"), text::of(Filters)};
        const complaint wrong = options.wrong(in, "filters, then ");
        if (!wrong.none()) return wrong;
        return conv::geometry(in).out;
    }
    static constexpr int filters(shape /*in*/) { return Filters; }
    static constexpr tensor weights(shape in) {
        const auto [height, width] = options.window;
        return {tensor::weights_name,
                {height, width, in.channels, Filters},
                4,
                saturating_product(height * width, in.channels),
                start::normal};
    }
    static constexpr void for_each_product(shape in, int filter, auto&& visit) {
        for (int c = 0; c < in.channels; ++c) visit(c, extent{c} * Filters + filter);
    }
};

}  // namespace typenet
