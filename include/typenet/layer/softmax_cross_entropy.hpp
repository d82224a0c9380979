// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/math.hpp"
#include "typenet/layer/layer.hpp"

namespace typenet {

/// The loss of a classifier: -ln softmax(logits)[label], and its gradient softmax - onehot(label).
///
/// **Shapes**: one logit a class → a number.
/// **Errors** (compile time): an image in place of flat logits, fewer than 2 classes.
/// **Source**: the largest logit is subtracted first, so no exponential overflows; sums run over
/// the classes in order, in double.
struct softmax_cross_entropy {
    static constexpr text kind = "softmax_cross_entropy";
    static constexpr layer_role role = layer_role::loss;

    static constexpr text spelling() { return "softmax_cross_entropy"; }
    static constexpr complaint check(shape in) {
        if (!in.flat) return {"flat logits, add flatten", to_text(in)};
        if (in.channels < 2) return {"2 classes or more", to_text(in)};
        return {};
    }
    static constexpr shape out(shape in) { return in; }
    static constexpr auto parameters(shape /*in*/) { return no_parameters; }
    static constexpr extent multiply_adds(shape /*in*/) { return 0; }

    /// Loss of one image, and whether its label has the largest logit (the first of equals).
    struct judgement {
        double loss = 0;       ///< natural logarithm, so 0 or more
        bool correct = false;  ///< whether the label has the largest logit
    };
    /// Judges the logits of one image.
    template <int Classes, class Scalar>
    static constexpr judgement loss(const Scalar* logits, int label) {
        const int largest = first_largest<Classes>(logits);
        double sum = 0;
        for (int c = 0; c < Classes; ++c) sum += math::exp(double{logits[c]} - logits[largest]);
        return {math::log(sum) - (double{logits[label]} - logits[largest]), largest == label};
    }

    /// d(scale · loss)/d(logits). `out_gradient` may be `logits`.
    template <int Classes, class Scalar>
    static constexpr void loss_gradient(const Scalar* logits, int label, double scale,
                                        Scalar* out_gradient) {
        std::array<double, Classes> probabilities{};
        softmax<Classes>(logits, probabilities.data());
        for (int c = 0; c < Classes; ++c) {
            const double p = probabilities[static_cast<std::size_t>(c)];
            out_gradient[c] = static_cast<Scalar>(scale * (p - (c == label ? 1 : 0)));
        }
    }

    /// Probabilities of the classes; they sum to 1.
    template <int Classes, class Scalar>
    static constexpr void softmax(const Scalar* logits, double* probabilities) {
        const double largest = logits[first_largest<Classes>(logits)];
        double sum = 0;
        for (int c = 0; c < Classes; ++c) {
            probabilities[c] = math::exp(double{logits[c]} - largest);
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
