// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/composite.hpp"
#include "typenet/layer/layer.hpp"

namespace typenet {

/// What a residual link adds in place of its own input.
template <class... Layers>
struct shortcut {};

/// Where the branches of a residual link meet: the sum of its two inputs.
///
/// **Shapes**: two of one shape → the same.
struct addition : without_tensors {
    static constexpr text kind = "residual";
    static constexpr int inputs = 2;
    using shapes = std::array<shape, 2>;  ///< of all that it is given

    static constexpr text spelling() { return "residual<...>"; }
    static constexpr shape_or_complaint out(shape so_far, shape next) {
        if (so_far == next) return next;
        return {to_text(so_far), to_text(next)};
    }

    template <shapes In, class Scalar>
    static constexpr void forward(const layer_pass& pass, const std::array<const Scalar*, 2>& in,
                                  const std::array<const Scalar*, 0>& /*tensors*/, Scalar* out) {
        for (extent i = 0; i < pass.images * In[0].size(); ++i) out[i] = in[0][i] + in[1][i];
    }
    template <shapes In, class Scalar>
    static constexpr void backward(const layer_pass& pass,
                                   const std::array<const Scalar*, 2>& /*in*/,
                                   const std::array<const Scalar*, 0>& /*tensors*/,
                                   const Scalar* out_gradient,
                                   const std::array<Scalar*, 2>& in_gradients,
                                   const std::array<Scalar*, 0>& /*gradients*/) {
        for (extent i = 0; i < pass.images * In[0].size(); ++i)
            in_gradients[0][i] = in_gradients[1][i] = out_gradient[i];
    }
};

namespace detail {

/// What a residual link adds: its layers, and nothing or a shortcut's.
template <class... Layers>
struct ends_of_residual {
    using first = branch<Layers...>;               ///< its layers
    using second = branch<>;                       ///< on the way of what is added
    static constexpr bool names_branches = false;  ///< whether both were written
};
/// With a shortcut.
template <class... Layers, class... Skipped>
struct ends_of_residual<branch<Layers...>, shortcut<Skipped...>> {
    using first = branch<Layers...>;              ///< as above
    using second = branch<Skipped...>;            ///< as above
    static constexpr bool names_branches = true;  ///< as above
};

}  // namespace detail

/// A residual link: its layers, and what they are given added to what they give.
/// `residual<conv<16, 3>, relu, conv<16, 3>>`, or with layers on the way of what is added, where
/// shapes change: `residual<branch<conv<32, 3, 2>, …>, shortcut<conv<32, 1, 2>>>`.
///
/// **Shapes**: both ends alike.
/// **Errors** (compile time): ends of two shapes.
/// **Source**: He, Zhang, Ren, Sun, "Deep residual learning for image recognition", 2015.
template <class... Layers>
struct residual {
    using join = addition;  ///< where the branches meet
    /// Whether positions in messages count branches: "7.2.1 conv<32,1,2>".
    static constexpr bool names_branches = detail::ends_of_residual<Layers...>::names_branches;
    /// take(branch, branch).
    static constexpr auto branches(auto&& take) {
        return take(typename detail::ends_of_residual<Layers...>::first{},
                    typename detail::ends_of_residual<Layers...>::second{});
    }
};
/// A residual link is one.
template <class... Layers>
inline constexpr bool is_composite<residual<Layers...>> = true;

}  // namespace typenet
