// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/math.hpp"
#include "typenet/layer/layer.hpp"

namespace typenet {

/// Batch normalisation, channel by channel: gamma · (x - mean) / √(variance + ε) + beta. In
/// training mean and variance are the minibatch's own; a step moves the running ones towards them,
/// by 1 - Momentum of the difference, and evaluation takes the running ones.
///
/// TensorFlow's 0.99 and ε of 1e-3 unless others are given: PyTorch's are `batch_norm<0.9, 1e-5>`
/// (its momentum is what goes, not what stays). The running variance is the unbiased one, as
/// PyTorch's and TensorFlow's fused kernel have it.
///
/// **Shapes**: any, unchanged; gamma, beta, mean and variance [C].
/// **Source**: Ioffe and Szegedy, "Batch normalization", 2015, algorithm 1. Sums run over the
/// minibatch image by image, row by row, in double.
template <double Momentum = 0.99, double Epsilon = 1e-3>
struct batch_norm {
    static constexpr text kind = "batch_norm";
    static constexpr layer_role role = layer_role::transform;
    static constexpr bool mixes_images = true;

    static constexpr double momentum = Momentum;  ///< how much of the running statistics stays
    static constexpr double epsilon = Epsilon;    ///< ε
    static constexpr double constant = Epsilon;   ///< for its node

    static constexpr text spelling() {
        const bool usual = spelled(kind, Momentum, Epsilon) == spelled(kind, 0.99, 1e-3);
        return usual ? text::of(kind, "<>") : spelled(kind, Momentum, Epsilon);
    }
    static constexpr shape_or_complaint out(shape in) {
        constexpr bool is_share = Momentum >= 0 && Momentum < 1;
        constexpr bool keeps_from_zero = Epsilon > 0 && Epsilon <= 1;
        if (!is_share) return {"a momentum from 0 to below 1", text::of(Momentum)};
        if (!keeps_from_zero) return {"an epsilon above 0, to 1", text::of(Epsilon)};
        return in;
    }
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
        const extent size = pass.images * In.size();
        for (int c = 0; c < In.channels; ++c) {
            const channel of(tensors, c);
            const auto [mean, variance] = pass.trains ? of_minibatch<In>(in, size, c) : of.running;
            const double scale = of.gamma / math::sqrt(variance + epsilon);
            for (extent i = c; i < size; i += In.channels)
                out[i] = static_cast<Scalar>((wide(in[i]) - mean) * scale + of.beta);
        }
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* in,
                                   const std::array<const Scalar*, 4>& tensors,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 4>& gradients) {
        const extent size = pass.images * In.size();
        const extent pixels = size / In.channels;
        const auto count = static_cast<double>(pixels);
        for (int c = 0; c < In.channels; ++c) {
            const channel of(tensors, c);
            const auto [mean, variance] = of_minibatch<In>(in, size, c);
            const double by = 1 / math::sqrt(variance + epsilon);
            double sum = 0;
            double sum_normal = 0;
            for (extent i = c; i < size; i += In.channels) {
                sum += wide(out_gradient[i]);
                sum_normal += wide(out_gradient[i]) * (wide(in[i]) - mean) * by;
            }
            for (extent i = c; i < size; i += In.channels) {
                const double normal = (wide(in[i]) - mean) * by;
                in_gradient[i] = static_cast<Scalar>(
                    of.gamma * by * (wide(out_gradient[i]) - (sum + normal * sum_normal) / count));
            }
            const double unbiased = count > 1 ? variance * count / (count - 1) : variance;
            gradients[0][c] += static_cast<Scalar>(sum_normal);
            gradients[1][c] += static_cast<Scalar>(sum);
            gradients[2][c] += static_cast<Scalar>((1 - momentum) * (mean - of.running.mean));
            gradients[3][c] +=
                static_cast<Scalar>((1 - momentum) * (unbiased - of.running.variance));
        }
    }

private:
    template <class Scalar>
    static constexpr double wide(Scalar number) {
        return static_cast<double>(number);
    }
    struct statistics {
        double mean;
        double variance;
    };
    /// One channel of the tensors.
    struct channel {
        double gamma;
        double beta;
        statistics running;
        constexpr channel(const auto& tensors, int c)
            : gamma(wide(tensors[0][c])),
              beta(wide(tensors[1][c])),
              running{wide(tensors[2][c]), wide(tensors[3][c])} {}
    };
    template <shape In, class Scalar>
    static constexpr statistics of_minibatch(const Scalar* in, extent size, int c) {
        const extent pixels = size / In.channels;
        const auto count = static_cast<double>(pixels);
        double sum = 0;
        for (extent i = c; i < size; i += In.channels) sum += wide(in[i]);
        const double mean = sum / count;
        double squares = 0;
        for (extent i = c; i < size; i += In.channels)
            squares += (wide(in[i]) - mean) * (wide(in[i]) - mean);
        return {mean, squares / count};
    }
};

}  // namespace typenet
