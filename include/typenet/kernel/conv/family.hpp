// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/conv/conv_stage.hpp"
#include "typenet/kernel/spectral/spectral_conv_stage.hpp"
#include "typenet/kernel/without_biases.hpp"
#include "typenet/layer/conv.hpp"

/// Convolutions: directly, or by transforms where they cost less. The costs do not know the vector
/// width: another machine takes the same way and gets the same bits.
namespace typenet::kernel {

/// Multiply-adds of a training step of a convolution by direct summation: forward, and backward to
/// the input and to the weights.
constexpr double direct_cost(const window_geometry& g, int batch) {
    return 3.0 * batch * static_cast<double>(g.out.size()) * g.window_height * g.window_width *
           g.in.channels;
}

/// The same by 16 x 16 transforms, those of images and weights counted in. Channels fill vectors of
/// 16 whether they are there or not.
constexpr double spectral_cost(const window_geometry& g, int batch) {
    constexpr double frequencies = spectral_points * spectral_points;
    constexpr double transform = 2 * spectral_points * 168;  // additions and products
    const auto filled = [](int channels) { return (channels + 15) / 16 * 16; };
    const double in = filled(g.in.channels);
    const double out = filled(g.out.channels);
    const int pairs = (batch + 1) / 2;
    const double products = 3 * 4 * frequencies * pairs * in * out;
    const double image_transforms = 2 * pairs * (in + out) * transform;
    const double weights_transforms = 3 * in * out * transform / 2;
    return products + image_transforms + weights_transforms;
}

/// Whether transforms are exact and pay, with a margin for what they cost in memory traffic.
constexpr bool transforms_pay(const window_geometry& g, int batch) {
    constexpr double margin = 0.6;
    return spectral_fits(g) && spectral_cost(g, batch) < margin * direct_cost(g, batch);
}

template <int Filters, auto... Options>
struct family<conv<Filters, Options...>> {
    using layer = conv<Filters, Options...>;

    /// ReLU, then pooling.
    static constexpr bool takes(const epilogue& so_far, const epilogue& next) {
        return so_far.pool == 1 && !next.dropout && !(so_far.relu && next.relu);
    }
    template <class Scalar, int Batch, shape In, epilogue Then>
    using stage = stage_with_biases_if<
        std::conditional_t<transforms_pay(layer::geometry(In), Batch),
                           spectral_conv_stage<Scalar, Batch, layer::geometry(In), Then>,
                           conv_stage<Scalar, Batch, layer::geometry(In), Then>>,
        Filters, layer::options.has_biases>;
    static constexpr choice explain(shape in, const epilogue& /*then*/, int batch) {
        const window_geometry g = layer::geometry(in);
        const double direct = direct_cost(g, batch);
        const double spectral = spectral_cost(g, batch);
        const auto percent = static_cast<int>(100 * spectral / direct + 0.5);
        if (transforms_pay(g, batch))
            return {"16x16 transforms", text::of(percent, " % of direct's operations"), spectral};
        if (!spectral_fits(g))
            return {"direct", "transforms of 16x16 do not hold the image and its zeros", direct};
        return {"direct", text::of("transforms would take ", percent, " % of its operations"),
                direct};
    }
};

}  // namespace typenet::kernel
