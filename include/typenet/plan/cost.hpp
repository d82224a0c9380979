// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/spectral/spectral_conv_stage.hpp"

/// What the ways to compute a stage cost, by constants: the plan takes the cheapest, and can say
/// why. The costs do not know the vector width: another machine takes the same way and gets the
/// same bits.
namespace typenet::plan {

/// A way to compute a stage, for people: which kernel, why that one, and the multiply-adds of a
/// training step on a minibatch.
struct choice {
    text kernel;
    text why;
    double operations = 0;
};

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
    const int pairs = (batch + 1) / 2;
    const double products = 3 * 4 * frequencies * pairs * in * out;
    const double image_transforms = 2 * pairs * (in + out) * transform;
    const double weights_transforms = 3 * in * out * transform / 2;
    return products + image_transforms + weights_transforms;
}

enum class conv_way : std::uint8_t { direct, transforms };

/// Transforms where they are exact and pay, with a margin for what they cost in memory traffic.
constexpr conv_way best_way(const window_geometry& g, int batch) {
    constexpr double margin = 0.6;
    const bool pays =
        kernel::spectral_fits(g) && spectral_cost(g, batch) < margin * direct_cost(g, batch);
    return pays ? conv_way::transforms : conv_way::direct;
}

constexpr choice explain(conv_way way, const window_geometry& g, int batch) {
    const double direct = direct_cost(g, batch);
    const double spectral = spectral_cost(g, batch);
    const auto percent = static_cast<int>(100 * spectral / direct + 0.5);
    if (way == conv_way::transforms)
        return {"16x16 transforms", text::of(percent, " % of direct's operations"), spectral};
    if (!kernel::spectral_fits(g))
        return {"direct", "transforms of 16x16 do not hold the image and its zeros", direct};
    return {"direct", text::of("transforms would take ", percent, " % of its operations"), direct};
}

/// Multiply-adds of a training step of a dense layer.
constexpr double dense_cost(int inputs, int units, int batch) {
    return 3.0 * batch * inputs * units;
}

enum class dense_way : std::uint8_t { every_product, living_outputs, one_image };

/// Behind ReLU half of the outputs or fewer live; lists of them and transposed weights cost as much
/// as the products of some images.
constexpr dense_way best_way(int units, bool relu, int batch) {
    constexpr int least = 16;
    if (batch == 1) return dense_way::one_image;
    return relu && batch >= least && units >= least ? dense_way::living_outputs
                                                    : dense_way::every_product;
}

/// With one half of the outputs counted as alive where the dead are left out.
constexpr choice explain(dense_way way, int inputs, int units, bool relu, int batch) {
    const double all = dense_cost(inputs, units, batch);
    switch (way) {
        case dense_way::one_image:
            return {"dense, one image", "inputs of 0 left out; back, each weight is read once",
                    all};
        case dense_way::living_outputs:
            return {"dense, living outputs", "leaves out what ReLU set to 0", all * 2 / 3};
        default:
            return {"dense",
                    relu ? "too few images or units for lists" : "no ReLU: all outputs live", all};
    }
}

}  // namespace typenet::plan
