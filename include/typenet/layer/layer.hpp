// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "typenet/base/diagnostic.hpp"
#include "typenet/base/shape.hpp"

/// @page layer_protocol What every layer has
/// One header a layer. The scan, the tables, the reference and the plan treat all layers alike:
///
///     static constexpr text kind;                          "conv": names its tensors conv1.…
///     static constexpr text spelling();                    "conv<64,5>", as the user wrote it
///     static constexpr layer_role role;
///     static constexpr shape_or_complaint out(shape in);   what it gives, or why it cannot
///     static constexpr auto tensors(shape in);             std::array<tensor, n>, any n
///     static constexpr extent multiply_adds(shape in);     forward, one image
///     static constexpr double constant;                    optional: a number of its formula that
///                                                          exports need, as a normalisation's ε
///
/// and its **reference**: plain loops over the images of a pass, constexpr, over any floating type.
///
///     template <shape In, class Scalar>
///     static constexpr void forward(const layer_pass&, const Scalar* in,
///                                   const std::array<const Scalar*, n>& tensors, Scalar* out);
///     template <shape In, class Scalar>
///     static constexpr void backward(const layer_pass&, const Scalar* in,
///                                    const std::array<const Scalar*, n>& tensors,
///                                    const Scalar* out_gradient, Scalar* in_gradient,
///                                    const std::array<Scalar*, n>& gradients);
///
/// `backward` assigns `in_gradient` and adds to `gradients`; in the place of an untrained tensor it
/// adds the change that the step makes to it. A layer whose images depend on each other says so:
/// `static constexpr bool mixes_images = true`.
///
/// A layer that reads several nodes (`join_type`) says what it makes of them one by one, `out(shape
/// so_far, shape next)`; its `In` is an array of all shapes, its `in` and `in_gradient` are arrays
/// of pointers, and it has no tensors. A loss has `judge` and `gradient` in place of the loops
/// (`loss_type`). A layer that judges the list before it, as `budget` does, also has
/// `check_parameters(extent)`.
namespace typenet {

/// What a layer is in a network.
enum class layer_role : std::uint8_t {
    transform,   ///< computes something
    shape_only,  ///< the same numbers under another shape: nothing to do at run time
    loss,        ///< the last layer
};

/// What a layer makes of a shape: another one, or a complaint.
struct shape_or_complaint {
    shape given;      ///< if nothing is wrong
    complaint wrong;  ///< none if there is a shape

    /// A shape, or what is wrong: implicit, so that layers return one or the other.
    /// @{
    constexpr shape_or_complaint(const shape& out) : given(out) {}          // NOLINT: as above
    constexpr shape_or_complaint(const complaint& found) : wrong(found) {}  // NOLINT: as above
    constexpr shape_or_complaint(const text& expects, const text& got) : wrong{expects, got} {}
    /// @}
};

/// What a tensor holds before the first step.
enum class start : std::uint8_t {
    normal,  ///< weights: drawn from a normal distribution
    bias,    ///< 0, unless the recipe draws biases too
    zero,    ///< always 0
    one,     ///< always 1
};

/// A tensor of a layer: its extents, and how many inputs one output sums over (He's fan-in).
struct tensor {
    std::string_view name;                      ///< of a literal
    std::array<int, 4> extents = {1, 1, 1, 1};  ///< as many as the rank, the last one fastest
    int rank = 0;                               ///< extents that count, 1 to 4
    extent fan_in = 0;                          ///< inputs of one output
    start begins = start::normal;               ///< what it holds first
    bool trained = true;  ///< false: a running statistic, in checkpoints but not the optimiser's

    /// Written out, not looped: compilers walk it for every layer of every network they check. Two
    /// factors fit into an extent, four may not.
    [[nodiscard]] constexpr extent size() const {
        const int* const e = extents.data();
        if (rank == 1) return e[0];
        const extent first = rank > 0 ? saturating_product(e[0], e[1]) : 1;
        if (rank < 3) return first;
        return saturating_product(first, saturating_product(e[2], rank > 3 ? e[3] : 1));
    }
    /// Weights are what is multiplied; a tensor of rank 1 is biases or the like.
    [[nodiscard]] constexpr bool is_weights() const { return rank > 1; }
    /// Whether weight decay and L2 act on it: they leave biases, normalisation and statistics
    /// alone.
    [[nodiscard]] constexpr bool decays() const { return trained && is_weights(); }

    /// The usual two. Named here, not in each layer, where the compiler would count the letters for
    /// every layer that it checks.
    static constexpr std::string_view weights_name = "weights";
    static constexpr std::string_view biases_name = "biases";  ///< @copydoc weights_name
};

/// The type of `no_bias`.
struct without_biases {};
/// Outputs without biases, as before a normalisation: `conv<16, 3, no_bias>`, `dense<10, no_bias>`.
inline constexpr without_biases no_bias{};
/// Whether an option of a layer is that.
template <class Option>
inline constexpr bool is_no_bias = std::same_as<std::remove_cv_t<Option>, without_biases>;

/// What layers without tensors have in common.
struct without_tensors {
    static constexpr layer_role role = layer_role::transform;
    static constexpr std::array<tensor, 0> tensors(const auto& /*in*/) { return {}; }
    static constexpr extent multiply_adds(shape /*in*/) { return 0; }
};

/// The run-time numbers of one pass through a layer.
struct layer_pass {
    double keep_probability = 1;  ///< of dropout; 1 in evaluation
    std::uint64_t seed = 0;       ///< of the run
    std::uint32_t step = 0;       ///< of the run, from 1 on
    std::uint32_t item = 0;       ///< the first image's place in the minibatch
    std::uint32_t ordinal = 0;    ///< 0 for the first layer of its kind, 1 for the second, …
    int images = 1;               ///< that pass together, one behind the other
    bool trains = false;          ///< whether a step follows: batch_norm and dropout care
    double label_smoothing = 0;   ///< of softmax_cross_entropy; 0 in evaluation
};

/// Calls body(pass of one image, its number) for each image of a pass.
template <class Body>
constexpr void for_each_image(layer_pass pass, Body&& body) {
    const int images = pass.images;
    pass.images = 1;
    for (int image = 0; image < images; ++image, ++pass.item) body(pass, extent{image});
}

/// What layers that only restate or rename a shape have in common: the numbers pass as they are.
struct identity : without_tensors {
    static constexpr layer_role role = layer_role::shape_only;

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass& pass, const Scalar* in,
                                  const std::array<const Scalar*, 0>& /*tensors*/, Scalar* out) {
        std::copy_n(in, pass.images * In.size(), out);
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass& pass, const Scalar* /*in*/,
                                   const std::array<const Scalar*, 0>& /*tensors*/,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 0>& /*gradients*/) {
        std::copy_n(out_gradient, pass.images * In.size(), in_gradient);
    }
};

/// A type that can stand in a list of layers. That its functions are constexpr, and all there, the
/// compiler finds out when it calls them.
template <class T>
concept layer_type = requires(shape in) {
    { T::kind } -> std::convertible_to<text>;
    { T::spelling() } -> std::convertible_to<text>;
    { T::role } -> std::convertible_to<layer_role>;
    T::tensors(in);
};

/// The most nodes that one layer reads.
inline constexpr int most_inputs = 4;

/// A layer that reads several nodes; made by composites, not written in a list.
template <class T>
concept join_type = layer_type<T> && T::inputs > 1 && T::inputs <= most_inputs;

/// A loss: what it compares with, what it says of an output, and its gradient.
///
///     static constexpr bool classifies;              whether a target is a class number
///     template <class Scalar> using target;          one number of a target
///     static constexpr int targets(shape in);        numbers of an image's target
///     template <shape In, class Scalar>
///     static constexpr judgement judge(const layer_pass&, const Scalar* output,
///                                      const target<Scalar>*);
///     template <shape In, class Scalar>              d(scale · loss)/d(output), may be in place
///     static constexpr void gradient(const layer_pass&, const Scalar* output,
///                                    const target<Scalar>*, double scale, Scalar* out_gradient);
template <class T>
concept loss_type = layer_type<T> && T::role == layer_role::loss && requires(shape in) {
    { T::classifies } -> std::convertible_to<bool>;
    { T::targets(in) } -> std::convertible_to<int>;
    typename T::template target<float>;
};

/// What a loss says of one image.
struct judgement {
    double loss = 0;       ///< 0 or more
    bool correct = false;  ///< of a classifier: whether the right class is the likeliest
};

}  // namespace typenet
