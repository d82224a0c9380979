// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/spectral_conv_stage.hpp"

/// What the ways to compute a stage cost, by constants: the plan takes the cheapest. The costs do
/// not know the vector width: another machine takes the same way and gets the same bits.
namespace typenet::plan {

/// Multiply-adds of a training step of a convolution by direct summation: forward, and backward to
/// the input and to the weights.
constexpr double direct_cost(const window_geometry& g, int batch) {
    return 3.0 * batch * static_cast<double>(g.out.size()) * g.window * g.window * g.in.channels;
}

/// The same by 16 x 16 transforms, those of images and weights counted in. Channels fill vectors of
/// 16 whether they are there or not.
constexpr double spectral_cost(const window_geometry& g, int batch) {
    constexpr double frequencies = kernel::spectral_points * kernel::spectral_points;
    constexpr double transform = 2 * kernel::spectral_points * 168;  // additions and products
    const auto filled = [](int channels) { return (channels + 15) / 16 * 16; };
    const double in = filled(g.in.channels);
    const double out = filled(g.out.channels);
    const double pairs = (batch + 1) / 2;
    const double products = 3 * 4 * frequencies * pairs * in * out;
    const double image_transforms = 2 * pairs * (in + out) * transform;
    const double weights_transforms = 3 * in * out * transform / 2;
    return products + image_transforms + weights_transforms;
}

/// Whether transforms pay, with a margin for what they cost in memory traffic.
constexpr bool spectral_is_cheaper(const window_geometry& g, int batch) {
    constexpr double margin = 0.6;
    return kernel::spectral_fits(g) && spectral_cost(g, batch) < margin * direct_cost(g, batch);
}

/// Whether leaving out what ReLU set to 0 pays in a dense layer's backward: lists and transposes
/// cost as much as some images' products.
constexpr bool sparse_is_cheaper(int batch, int units) { return batch >= 16 && units >= 16; }

}  // namespace typenet::plan
