// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/layer.hpp"

namespace typenet {

/// The mean of each channel over the image.
///
/// **Shapes**: H x W x C → C values.
/// **Errors** (compile time): a flat input.
/// **Source**: Lin, Chen, Yan, "Network in network", 2014, section 3.2. A channel's sum runs over
/// the image row by row.
struct global_average_pool : without_tensors {
    static constexpr text kind = "global_average_pool";

    static constexpr text spelling() { return kind; }
    static constexpr shape_or_complaint out(shape in) {
        if (in.flat) return {"an image, HxWxC", to_text(in)};
        return shape::values(in.channels);
    }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& pass, const Scalar* in,
                                  const std::array<const Scalar*, 0>& /*tensors*/, Scalar* out) {
        constexpr extent pixels = extent{In.height} * In.width;
        for (int image = 0; image < pass.images; ++image, out += In.channels) {
            for (int c = 0; c < In.channels; ++c) out[c] = 0;
            for (extent pixel = 0; pixel < pixels; ++pixel, in += In.channels)
                for (int c = 0; c < In.channels; ++c) out[c] += in[c];
            for (int c = 0; c < In.channels; ++c) out[c] /= static_cast<Scalar>(pixels);
        }
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* /*in*/,
                                   const std::array<const Scalar*, 0>& /*tensors*/,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 0>& /*gradients*/) {
        constexpr extent pixels = extent{In.height} * In.width;
        for (int image = 0; image < pass.images; ++image, out_gradient += In.channels)
            for (extent pixel = 0; pixel < pixels; ++pixel, in_gradient += In.channels)
                for (int c = 0; c < In.channels; ++c)
                    in_gradient[c] = out_gradient[c] / static_cast<Scalar>(pixels);
    }
};

}  // namespace typenet
