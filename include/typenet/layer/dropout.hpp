// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/random.hpp"
#include "typenet/layer/layer.hpp"

namespace typenet {

/// In training, keeps each value with the keep probability, scaled by its inverse, and sets the
/// others to 0; in evaluation changes nothing. The probability is a run-time number of the step.
///
/// **Shapes**: any, unchanged.
/// **Source**: Srivastava et al., "Dropout", JMLR 15 (2014), in the inverted form of TensorFlow and
/// PyTorch. Which values stay is a function of (seed, layer, step, image, value): see random.hpp.
struct dropout : without_tensors {
    static constexpr text kind = "dropout";

    static constexpr text spelling() { return "dropout"; }
    static constexpr shape_or_complaint out(shape in) { return in; }

    /// Where the random words of one image stand.
    static constexpr random_position position(const layer_pass& pass) {
        return {pass.seed, purpose::dropout, pass.ordinal, pass.step, pass.item};
    }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& pass, const Scalar* in,
                                  const std::array<const Scalar*, 0>& /*tensors*/, Scalar* out) {
        scale<In.size()>(pass, in, out);
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* /*in*/,
                                   const std::array<const Scalar*, 0>& /*tensors*/,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 0>& /*gradients*/) {
        scale<In.size()>(pass, out_gradient, in_gradient);
    }

private:
    template <extent Size, class Scalar>
    static constexpr void scale(const layer_pass& pass, const Scalar* from, Scalar* to) {
        const auto kept = static_cast<Scalar>(1 / pass.keep_probability);
        const std::uint64_t below = yes_below(pass.keep_probability);
        for_each_image(pass, [&](const layer_pass& one, extent image) {
            for (extent i = 0; i < Size; ++i) {
                const bool keep = pass.keep_probability >= 1 ||
                                  random_bits(position(one), static_cast<std::uint32_t>(i)) < below;
                const Scalar value = from[image * Size + i] * kept;
                to[image * Size + i] = keep ? value : Scalar{0};
            }
        });
    }
};

}  // namespace typenet
