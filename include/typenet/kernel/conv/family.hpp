// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

#include "typenet/kernel/conv/conv_stage.hpp"
#include "typenet/kernel/spectral/spectral_conv_stage.hpp"
#include "typenet/kernel/winograd/winograd_conv_stage.hpp"
#include "typenet/kernel/without_biases.hpp"
#include "typenet/layer/conv.hpp"

/// Convolutions: directly, or by one of two kinds of transforms where they cost less. The costs do
/// not know the vector width: another machine takes the same way and gets the same bits.
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

/// The same by Winograd's tiles: 36 products and the transforms of six tensors of pixels, in
/// additions and products; weights are transformed twice, and once back from the sums of the
/// slices, which takes three times its operations' time: 36 numbers of each go to memory and back.
constexpr double winograd_cost(const window_geometry& g, int batch) {
    const auto filled = [](int channels) { return (channels + 15) / 16 * 16; };
    const auto side = [](int length) { return (length + 3) / 4; };
    const double in = filled(g.in.channels);
    const double out = filled(g.out.channels);
    const double tiles = static_cast<double>(batch) * side(g.out.height) * side(g.out.width);
    return 3 * 36 * tiles * in * out + (2 * 144 + 100) * tiles * in +
           (144 + 2 * 100) * tiles * out + 1500 * in * out;
}

/// How a convolution is computed.
enum class conv_way : std::uint8_t { direct, spectral, winograd };

/// The cheapest way that is exact, with a margin for what transforms cost in memory traffic. Only
/// the direct and the spectral way pool.
constexpr conv_way way_of(const window_geometry& g, const epilogue& then, int batch) {
    constexpr double margin = 0.6;
    double least = margin * direct_cost(g, batch);
    conv_way best = conv_way::direct;
    if (spectral_fits(g) && spectral_cost(g, batch) < least) {
        least = spectral_cost(g, batch);
        best = conv_way::spectral;
    }
    if (winograd::fits(g) && then.pool == 1 && winograd_cost(g, batch) < least)
        best = conv_way::winograd;
    return best;
}

/// The stage of each way.
/// @{
template <conv_way Way, class Scalar, int Batch, window_geometry Conv, epilogue Then>
struct stage_of_way : std::type_identity<conv_stage<Scalar, Batch, Conv, Then>> {};
template <class Scalar, int Batch, window_geometry Conv, epilogue Then>
struct stage_of_way<conv_way::spectral, Scalar, Batch, Conv, Then>
    : std::type_identity<spectral_conv_stage<Scalar, Batch, Conv, Then>> {};
template <class Scalar, int Batch, window_geometry Conv, epilogue Then>
struct stage_of_way<conv_way::winograd, Scalar, Batch, Conv, Then>
    : std::type_identity<winograd_conv_stage<Scalar, Batch, Conv, Then>> {};
/// @}

template <int Filters, auto... Options>
struct family<conv<Filters, Options...>> {
    using layer = conv<Filters, Options...>;

    /// ReLU, then pooling.
    static constexpr bool takes(const epilogue& so_far, const epilogue& next) {
        return so_far.pool == 1 && !next.dropout && !(so_far.relu && next.relu);
    }
    template <class Scalar, int Batch, shape In, epilogue Then>
    using stage =
        stage_with_biases_if<typename stage_of_way<way_of(layer::geometry(In), Then, Batch), Scalar,
                                                   Batch, layer::geometry(In), Then>::type,
                             Filters, layer::options.has_biases>;
    static constexpr choice explain(shape in, const epilogue& then, int batch) {
        const window_geometry g = layer::geometry(in);
        const double direct = direct_cost(g, batch);
        const auto percent = [&](double cost) {
            return static_cast<int>(100 * cost / direct + 0.5);
        };
        const double spectral = spectral_cost(g, batch);
        switch (way_of(g, then, batch)) {
            case conv_way::spectral:
                return {"16x16 transforms",
                        text::of(percent(spectral), " % of direct's operations"), spectral};
            case conv_way::winograd:
                return {"Winograd's 4x4 tiles",
                        text::of(percent(winograd_cost(g, batch)), " % of direct's operations"),
                        winograd_cost(g, batch)};
            case conv_way::direct:
                break;
        }
        if (!spectral_fits(g))
            return {"direct", "transforms of 16x16 do not hold the image and its zeros", direct};
        return {"direct",
                text::of("transforms would take ", percent(spectral), " % of its operations"),
                direct};
    }
};

}  // namespace typenet::kernel
