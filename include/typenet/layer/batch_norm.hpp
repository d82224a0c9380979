// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ratio>

#include "typenet/base/math.hpp"
#include "typenet/layer/layer.hpp"

namespace typenet {

/// Batch normalisation, channel by channel: gamma · (x - mean) / √(variance + ε) + beta. In
/// training mean and variance are the minibatch's own; a step moves the running ones towards them,
/// by 1 - Momentum of the difference, and evaluation takes the running ones.
///
/// Momentum and ε are fractions, as template arguments: TensorFlow's 0.99 and 1e-3 unless others
/// are given; PyTorch's are `batch_norm<std::ratio<9, 10>, std::ratio<1, 100'000>>`. The running
/// variance is the unbiased one, as PyTorch's and TensorFlow's fused kernel have it.
///
/// **Shapes**: any, unchanged; gamma, beta, mean and variance [C].
/// **Source**: Ioffe and Szegedy, "Batch normalization", 2015, algorithm 1. Sums run over the
/// minibatch image by image, row by row, in double.
template <class Momentum = std::ratio<99, 100>, class Epsilon = std::ratio<1, 1000>>
struct batch_norm {
    static constexpr text kind = "batch_norm";
    static constexpr layer_role role = layer_role::transform;
    static constexpr bool mixes_images = true;

    static constexpr double momentum = double{Momentum::num} / Momentum::den;  ///< how much stays
    static constexpr double epsilon = double{Epsilon::num} / Epsilon::den;     ///< ε

    static constexpr text spelling() { return "batch_norm<>"; }
    static constexpr shape_or_complaint out(shape in) { return in; }
    static constexpr std::array<tensor, 4> tensors(shape in) {
        return {{{"gamma", {in.channels}, 1, 1, start::one},
                 {"beta", {in.channels}, 1, 1, start::zero},
                 {"mean", {in.channels}, 1, 1, start::zero, false},
                 {"variance", {in.channels}, 1, 1, start::one, false}}};
    }
    static constexpr extent multiply_adds(shape in) { return in.size(); }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& pass, const Scalar* in,
                                  const std::array<const Scalar*, 4>& tensors, Scalar* out) {
        for (int c = 0; c < In.channels; ++c) {
            const auto [mean, variance] =
                pass.trains ? of_minibatch<In>(pass, in, c)
                            : statistics{double{tensors[2][c]}, double{tensors[3][c]}};
            const double scale = tensors[0][c] / math::sqrt(variance + epsilon);
            for (extent i = c; i < pass.images * In.size(); i += In.channels)
                out[i] = static_cast<Scalar>((in[i] - mean) * scale + tensors[1][c]);
        }
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* in,
                                   const std::array<const Scalar*, 4>& tensors,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 4>& gradients) {
        const double count = static_cast<double>(pass.images * In.size() / In.channels);
        for (int c = 0; c < In.channels; ++c) {
            const auto [mean, variance] = of_minibatch<In>(pass, in, c);
            const double by = 1 / math::sqrt(variance + epsilon);
            double sum = 0;
            double sum_normal = 0;
            for (extent i = c; i < pass.images * In.size(); i += In.channels) {
                sum += out_gradient[i];
                sum_normal += out_gradient[i] * (in[i] - mean) * by;
            }
            for (extent i = c; i < pass.images * In.size(); i += In.channels) {
                const double normal = (in[i] - mean) * by;
                in_gradient[i] = static_cast<Scalar>(
                    tensors[0][c] * by * (out_gradient[i] - (sum + normal * sum_normal) / count));
            }
            gradients[0][c] += static_cast<Scalar>(sum_normal);
            gradients[1][c] += static_cast<Scalar>(sum);
            const double unbiased = count > 1 ? variance * count / (count - 1) : variance;
            gradients[2][c] += static_cast<Scalar>((1 - momentum) * (mean - tensors[2][c]));
            gradients[3][c] += static_cast<Scalar>((1 - momentum) * (unbiased - tensors[3][c]));
        }
    }

private:
    struct statistics {
        double mean;
        double variance;
    };
    template <shape In, class Scalar>
    static constexpr statistics of_minibatch(const layer_pass& pass, const Scalar* in, int c) {
        const double count = static_cast<double>(pass.images * In.size() / In.channels);
        double sum = 0;
        for (extent i = c; i < pass.images * In.size(); i += In.channels) sum += in[i];
        const double mean = sum / count;
        double squares = 0;
        for (extent i = c; i < pass.images * In.size(); i += In.channels)
            squares += (in[i] - mean) * (in[i] - mean);
        return {mean, squares / count};
    }
};

}  // namespace typenet
