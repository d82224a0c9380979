// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "typenet/base/diagnostic.hpp"
#include "typenet/base/shape.hpp"

/// @page layer_protocol What every layer has
/// What every layer header gives, so that the network, the reference and the plan can treat all
/// layers alike:
///
///     static constexpr text kind;                          "conv": names its parameters conv1.…
///     static constexpr text spelling();                    "conv<64,5>", as the user wrote it
///     static constexpr complaint check(shape in);          the facts if it cannot take `in`
///     static constexpr shape out(shape in);                only asked when `check` found nothing
///     static constexpr auto parameters(shape in);          std::array<parameter_shape, n>
///     static constexpr extent multiply_adds(shape in);      forward, one image
///     static constexpr layer_role role;
///
/// and its **reference**: plain loops for one image, constexpr, over any floating type.
///
///     template <shape In, class Scalar>
///     static constexpr void forward(const layer_pass&, const Scalar* in,
///                                   const std::array<const Scalar*, n>& parameters, Scalar* out);
///     template <shape In, class Scalar>
///     static constexpr void backward(const layer_pass&, const Scalar* in,
///                                    const std::array<const Scalar*, n>& parameters,
///                                    const Scalar* out_gradient, Scalar* in_gradient,
///                                    const std::array<Scalar*, n>& gradients);
///
/// `backward` assigns `in_gradient` and adds to `gradients`. The loss layer gives `loss` and
/// `loss_gradient` in their place. A layer that judges more than shapes has a
/// `check_parameters(extent)` too, asked with the number of all parameters before it.
namespace typenet {

/// What a layer is in a network.
enum class layer_role : std::uint8_t {
    transform,   ///< computes something
    shape_only,  ///< the same numbers under another shape: nothing to do at run time
    loss,        ///< the last layer
};

/// The extents of one parameter tensor, and how many inputs one output sums over (He's fan-in).
struct parameter_shape {
    std::string_view name;                      ///< of a literal
    std::array<int, 4> extents = {1, 1, 1, 1};  ///< as many as the rank, the last one fastest
    int rank = 0;                               ///< extents that count, 1 to 4
    extent fan_in = 0;                          ///< inputs of one output

    /// Written out, not looped: compilers walk it for every layer of every network they check. Two
    /// factors fit into an extent, four may not.
    [[nodiscard]] constexpr extent size() const {
        const int* const e = extents.data();
        if (rank == 1) return e[0];
        const extent first = rank > 0 ? extent{e[0]} * e[1] : 1;
        if (rank < 3) return first;
        return saturating_product(first, rank > 3 ? extent{e[2]} * e[3] : extent{e[2]});
    }
    /// Weights are what is multiplied; a tensor of rank 1 is biases.
    [[nodiscard]] constexpr bool is_weights() const { return rank > 1; }
};

/// The run-time facts of one image's way through a layer.
struct layer_pass {
    double keep_probability = 1;  ///< 1 in evaluation
    std::uint64_t seed = 0;       ///< of the run
    std::uint32_t step = 0;       ///< of the run, from 1 on
    std::uint32_t item = 0;       ///< the image's place in the minibatch
    std::uint32_t ordinal = 0;    ///< 0 for the first layer of its kind, 1 for the second, …
};

/// The names of a layer's tensors. Here, not in each layer, where the compiler would count their
/// letters for every layer that it checks.
inline constexpr std::string_view weights_name = "weights";
inline constexpr std::string_view biases_name = "biases";  ///< the same

/// For layers without parameters.
inline constexpr std::array<parameter_shape, 0> no_parameters{};

}  // namespace typenet
