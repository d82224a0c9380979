// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/math.hpp"
#include "typenet/layer/layer.hpp"

namespace typenet {

/// The loss of a classifier: -ln softmax(logits)[label], and its gradient softmax - onehot(label).
/// A target is the label, a class number. Label smoothing, a run-time number s of the step, takes
/// (1 - s)·onehot(label) + s / classes in onehot's place, in loss and gradient; evaluation does
/// not.
///
/// **Shapes**: one logit a class → a number.
/// **Errors** (compile time): an image in place of flat logits, fewer than 2 classes.
/// **Source**: the largest logit is subtracted first, so no exponential overflows; sums run over
/// the classes in order, in double. Smoothing: Szegedy et al., "Rethinking the Inception
/// architecture", 2015, section 7, as PyTorch's CrossEntropyLoss has it.
struct softmax_cross_entropy : without_tensors {
    static constexpr text kind = "softmax_cross_entropy";
    static constexpr layer_role role = layer_role::loss;
    static constexpr bool classifies = true;
    template <class Scalar>
    using target = std::uint8_t;  ///< whatever the scalar

    static constexpr text spelling() { return kind; }
    static constexpr shape_or_complaint out(shape in) {
        if (!in.flat) return {"flat logits, add flatten", to_text(in)};
        if (in.channels < 2) return {"2 classes or more", to_text(in)};
        return in;
    }
    static constexpr int targets(shape /*in*/) { return 1; }

    /// The loss of one image's logits, and whether its label has the largest (the first of equals).
    template <shape In, class Scalar>
    static constexpr judgement judge(const layer_pass& pass, const Scalar* logits,
                                     const std::uint8_t* label) {
        const int largest = first_largest<In.channels>(logits);
        const auto below = [&](int c) {
            return static_cast<double>(logits[c]) - static_cast<double>(logits[largest]);
        };
        double sum = 0;
        double sum_below = 0;
        for (int c = 0; c < In.channels; ++c) {
            sum += math::exp(below(c));
            sum_below += below(c);
        }
        double wanted = below(*label);
        if (const double s = pass.label_smoothing; s > 0)
            wanted = (1 - s) * wanted + s * sum_below / In.channels;
        return {math::log(sum) - wanted, largest == *label};
    }
    /// d(scale · loss)/d(logits). `out_gradient` may be `logits`.
    template <shape In, class Scalar>
    static constexpr void gradient(const layer_pass& pass, const Scalar* logits,
                                   const std::uint8_t* label, double scale, Scalar* out_gradient) {
        std::array<double, std::size_t{In.channels}> probabilities{};
        softmax<In.channels>(logits, probabilities.data());
        const double s = pass.label_smoothing;
        for (int c = 0; c < In.channels; ++c) {
            const double p = probabilities[static_cast<std::size_t>(c)];
            const double wanted = (c == *label ? 1 - s : 0) + s / In.channels;
            out_gradient[c] = static_cast<Scalar>(scale * (p - wanted));
        }
    }
    /// Probabilities of the classes; they sum to 1.
    template <int Classes, class Scalar>
    static constexpr void softmax(const Scalar* logits, double* probabilities) {
        const auto largest = static_cast<double>(logits[first_largest<Classes>(logits)]);
        double sum = 0;
        for (int c = 0; c < Classes; ++c) {
            probabilities[c] = math::exp(static_cast<double>(logits[c]) - largest);
            sum += probabilities[c];
        }
        for (int c = 0; c < Classes; ++c) probabilities[c] /= sum;
    }

private:
    template <int Classes, class Scalar>
    static constexpr int first_largest(const Scalar* logits) {
        int largest = 0;
        for (int c = 1; c < Classes; ++c)
            if (logits[c] > logits[largest]) largest = c;
        return largest;
    }
};

}  // namespace typenet
