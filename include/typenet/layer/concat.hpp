// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <limits>

#include "typenet/layer/composite.hpp"
#include "typenet/layer/layer.hpp"

namespace typenet {

/// Where the branches of `concat` meet: each pixel's channels of the first input, then those of the
/// second, and so on.
///
/// **Shapes**: H x W x C1, H x W x C2, … → H x W x (C1 + C2 + …); flat values alike.
template <int Inputs>
struct concatenation : without_tensors {
    static constexpr text kind = "concat";
    static constexpr int inputs = Inputs;
    /// The shapes of all that it is given.
    using shapes = std::array<shape, std::size_t{Inputs}>;

    static constexpr text spelling() { return "concat<...>"; }
    static constexpr shape_or_complaint out(shape so_far, shape next) {
        if (so_far.flat != next.flat || so_far.height != next.height || so_far.width != next.width)
            return {so_far.flat
                        ? text("flat values, as the branch before")
                        : text::of(so_far.height, "x", so_far.width, ", as the branch before"),
                    to_text(next)};
        const extent channels = saturating_sum(so_far.channels, next.channels);
        if (channels > std::numeric_limits<int>::max())
            return {"fewer than 2^31 channels", text::of(channels)};
        so_far.channels = static_cast<int>(channels);
        return so_far;
    }

    /// visit(input, place of a pixel's channels in it, in the output, how many) for all pixels.
    template <shapes In>
    static constexpr void for_each_pixel(int images, auto&& visit) {
        const extent pixels = extent{images} * In[0].height * In[0].width;
        extent at = 0;
        for (extent pixel = 0; pixel < pixels; ++pixel)
            for (std::size_t k = 0; k < In.size(); ++k) {
                visit(k, pixel * In[k].channels, at, In[k].channels);
                at += In[k].channels;
            }
    }
    template <shapes In, class Scalar>
    static constexpr void forward(const layer_pass& pass,
                                  const std::array<const Scalar*, std::size_t{Inputs}>& in,
                                  const std::array<const Scalar*, 0>& /*tensors*/, Scalar* out) {
        for_each_pixel<In>(pass.images, [&](std::size_t k, extent from, extent to, int channels) {
            std::copy_n(in[k] + from, channels, out + to);
        });
    }
    template <shapes In, class Scalar>
    static constexpr void backward(const layer_pass& pass,
                                   const std::array<const Scalar*, std::size_t{Inputs}>& /*in*/,
                                   const std::array<const Scalar*, 0>& /*tensors*/,
                                   const Scalar* out_gradient,
                                   const std::array<Scalar*, std::size_t{Inputs}>& in_gradients,
                                   const std::array<Scalar*, 0>& /*gradients*/) {
        for_each_pixel<In>(pass.images, [&](std::size_t k, extent to, extent from, int channels) {
            std::copy_n(out_gradient + from, channels, in_gradients[k] + to);
        });
    }
};

/// Branches that read the same, their channels one behind the other:
/// `concat<branch<conv<16, 1>>, branch<conv<8, 1>, relu, conv<32, 3>>>`. An empty branch passes on
/// what it is given.
///
/// **Shapes**: two to four branches of one height and width → the sum of their channels; of flat
/// values, all of them.
/// **Errors** (compile time): branches of two sizes.
/// **Source**: Szegedy et al., "Going deeper with convolutions", 2014, section 5.
template <branch_type... Branches>
    requires(sizeof...(Branches) >= 2 && sizeof...(Branches) <= most_inputs)
struct concat {
    using join = concatenation<sizeof...(Branches)>;  ///< where the branches meet
    static constexpr bool names_branches = true;      ///< positions in messages count them
    /// take(branches...).
    static constexpr auto branches(auto&& take) { return take(Branches{}...); }
};
/// Branches side by side are one.
template <branch_type... Branches>
inline constexpr bool is_composite<concat<Branches...>> = true;

}  // namespace typenet
