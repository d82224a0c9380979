// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tuple>
#include <type_traits>

// First, so that their errors have a short way to the user's file.
#include "typenet/base/diagnostic.hpp"
#include "typenet/network/network.hpp"
#include "typenet/network/parameters.hpp"
//
#include "typenet/train/data_set.hpp"
#include "typenet/use/data.hpp"

/// A whole network by its layers' own loops: slow, obvious, constexpr, in any floating type. The
/// oracle of the tests, and what proves a gradient inside the compiler.
namespace typenet::reference {

namespace detail {

/// Where the input of each layer stands in one array of all activations.
template <class Net>
inline constexpr auto activation_offsets = [] {
    std::array<extent, std::size_t{Net::depth} + 1> offsets{};
    for (std::size_t i = 0; i < static_cast<std::size_t>(Net::depth); ++i)
        offsets[i + 1] = offsets[i] + Net::facts::layer_table[i].in.size();
    return offsets;
}();

/// Offset of the first parameter tensor of a layer.
template <class Net, int Layer, class Pointer>
constexpr auto tensors_of(Pointer parameters) {
    using layer = typename Net::template layer_at<Layer>;
    std::array<Pointer, layer::parameters(Net::template shape_before<Layer>).size()> found{};
    std::size_t next = 0;
    for (const parameter_facts& facts : Net::facts::parameter_table)
        if (facts.layer == Layer) found[next++] = parameters + facts.offset;
    return found;
}

/// Whether derivatives can be added to something.
template <class T>
inline constexpr bool is_room = false;
template <class Net, class Scalar>
inline constexpr bool is_room<parameters<Net, Scalar>&> = true;
/// Whether it stands where `walk::gradient` looks for it.
template <class... Given>
inline constexpr bool has_room = [] {
    if constexpr (sizeof...(Given) == 4 || sizeof...(Given) == 5)
        return is_room<std::tuple_element_t<3, std::tuple<Given...>>>;
    else
        return false;
}();

}  // namespace detail

/// Loss of one image and, in `gradient`, its derivative by every parameter, added to what is there.
/// `activations` and `deltas` are room for all activations.
template <class AnyNet, class AnyScalar = float>
class walk {
    using network_comes_first = decltype(checking::tell_network(std::type_identity<AnyNet>{}));
    using arguments_come_next =
        decltype(checking::tell_scalar<AnyNet, checking::unless_floating<AnyScalar>>());
    using Net = checking::right_network<AnyNet>;
    using Scalar = checking::floating_or_stand_in<AnyScalar>;
    using values = parameters<AnyNet, AnyScalar>;
    static constexpr bool is_right =
        checking::is_right_network<AnyNet> && checking::is_floating<AnyScalar>;

    template <class... Given>
    static constexpr bool is_made_of =
        sizeof...(Given) == 1 && (checking::gives_parameters<Given, AnyNet, AnyScalar> && ...);

    /// Whether something is pixels, as many as there should be where that is part of its type.
    template <class Image>
    static constexpr bool is_image =
        std::is_convertible_v<const Image&, const Scalar*> &&
        (checking::size_of_array<Image> < 0 ||
         checking::size_of_array<Image> == extent{Net::input_shape.size()});

public:
    /// Numbers of all activations of one image.
    static constexpr auto activations = checking::constant<checking::is_right_network<AnyNet>>(
        static_cast<std::size_t>(detail::activation_offsets<Net>.back()));

    /// Looks at the parameters, which must outlive it.
    constexpr explicit walk(const parameters<AnyNet, AnyScalar>& of) : parameters_(of.data()) {}

    /// Only ever an error: something else, such as a trainer, nothing, or more.
    template <class... Given>
        requires(!is_made_of<Given...>)
    constexpr explicit walk(const Given&... /*unused*/) : parameters_(nullptr) {
        checking::tell<is_right ? checking::values_fault<Given...>("walk") : checking::fault{}>();
    }

    /// The logits of one image, valid until the next call.
    // Templates, since a function of a pointer takes an array of any size as readily.
    template <class Image>
        requires(is_image<Image>)
    constexpr const Scalar* forward(const Image& image, const layer_pass& facts = {}) {
        const Scalar* const pixels = image;
        for (extent i = 0; i < Net::input_shape.size(); ++i)
            values_[static_cast<std::size_t>(i)] = pixels[i];
        forward_layers(facts, std::make_integer_sequence<int, Net::depth - 1>{});
        return values_.data() + detail::activation_offsets<Net>[std::size_t{Net::depth} - 1];
    }

    /// Only ever an error: pixels of another type, or not as many.
    template <class Image>
        requires(!is_image<Image>)
    constexpr const Scalar* forward(const Image& /*image*/, const layer_pass& /*facts*/ = {}) {
        return values_.data();
        checking::tell<image_fault<Image>("forward")>();
    }

    /// Only ever an error: no image, or more than facts behind it.
    template <class... Given>
        requires(sizeof...(Given) != 1 && sizeof...(Given) != 2)
    constexpr const Scalar* forward(const Given&... /*unused*/) {
        return values_.data();
        checking::tell<arguments_fault("forward", "an image", sizeof...(Given))>();
    }

    /// Runs forward and backward; adds scale · d(loss)/d(parameter) to `gradient`.
    template <class Image>
        requires(is_image<Image>)
    constexpr softmax_cross_entropy::judgement gradient(const Image& image, int label, double scale,
                                                        values& gradient,
                                                        const layer_pass& facts = {}) {
        const Scalar* const logits = forward(image, facts);
        softmax_cross_entropy::loss_gradient<Net::classes>(
            logits, label, scale, deltas_.data() + (logits - values_.data()));
        backward_layers(facts, gradient.data(), std::make_integer_sequence<int, Net::depth - 1>{});
        return softmax_cross_entropy::loss<Net::classes>(logits, label);
    }

    /// Only ever an error: the same.
    template <class Image>
        requires(!is_image<Image>)
    constexpr softmax_cross_entropy::judgement gradient(const Image& /*image*/, int /*label*/,
                                                        double /*scale*/, values& /*gradient*/,
                                                        const layer_pass& /*facts*/ = {}) {
        return {};
        checking::tell<image_fault<Image>("gradient")>();
    }

    /// Only ever an error: room for the derivatives of other parameters.
    template <class Image, class Other, class OtherScalar>
        requires(is_image<Image> && !std::is_same_v<parameters<Other, OtherScalar>, values>)
    constexpr softmax_cross_entropy::judgement gradient(
        const Image& /*image*/, int /*label*/, double /*scale*/,
        parameters<Other, OtherScalar>& /*gradient*/, const layer_pass& /*facts*/ = {}) {
        return {};
        constexpr checking::fault other =
            checking::other_parameters_fault<AnyNet, AnyScalar, Other, OtherScalar>();
        checking::tell<other>();
    }

    /// Only ever an error: not as many arguments, or something else than parameters.
    template <class... Given>
        requires(!detail::has_room<Given...>)
    constexpr softmax_cross_entropy::judgement gradient(Given&&... /*unused*/) {
        return {};
        checking::tell<gradient_fault<Given...>()>();
    }

    /// d(scale · loss)/d(image) of the last `gradient`.
    [[nodiscard]] constexpr const Scalar* image_gradient() const { return deltas_.data(); }

private:
    static constexpr checking::fault arguments_fault(const text& use, const text& wanted,
                                                     int count) {
        if (!is_right) return {};
        return {checking::fault::place::use, use, wanted, checking::number_of_arguments(count), {}};
    }
    template <class... Given>
    static constexpr checking::fault gradient_fault() {
        constexpr int count = sizeof...(Given);
        if constexpr (count != 4 && count != 5) {
            return arguments_fault("gradient", "image, label, scale, parameters", count);
        } else {
            using room = std::tuple_element_t<3, std::tuple<Given...>>;
            using type = std::remove_cvref_t<room>;
            if (!is_right) return {};
            return {checking::fault::place::use,
                    "gradient",
                    "parameters to add to",
                    !detail::is_room<type&>            ? checking::name_of<type>()
                    : std::is_lvalue_reference_v<room> ? text("const ones")
                                                       : text("ones that nobody keeps"),
                    {}};
        }
    }
    template <class Image>
    static constexpr checking::fault image_fault(const text& use) {
        if (!is_right) return {};
        if constexpr (std::is_convertible_v<const Image&, const Scalar*>)
            return checking::first_of(
                use, {checking::array_complaint<Scalar, Image>(
                         Net::input_shape.size(), text::of(checking::name_of<Scalar>(), "s"))});
        else
            return {checking::fault::place::use,
                    use,
                    text::of("a pointer to ", checking::name_of<Scalar>(), "s"),
                    checking::name_of<Image>(),
                    {}};
    }
    template <int Layer>
    static constexpr layer_pass with_ordinal(layer_pass facts) {
        facts.ordinal = static_cast<std::uint32_t>(
            Net::facts::layer_table[static_cast<std::size_t>(Layer)].ordinal);
        return facts;
    }
    template <int... Layer>
    constexpr void forward_layers(const layer_pass& facts, std::integer_sequence<int, Layer...>) {
        constexpr auto& at = detail::activation_offsets<Net>;
        (Net::template layer_at<Layer>::template forward<Net::template shape_before<Layer>>(
             with_ordinal<Layer>(facts), values_.data() + at[Layer],
             detail::tensors_of<Net, Layer>(parameters_), values_.data() + at[Layer + 1]),
         ...);
    }
    template <int... Back>
    constexpr void backward_layers(const layer_pass& facts, Scalar* gradient,
                                   std::integer_sequence<int, Back...>) {
        (backward_layer<Net::depth - 2 - Back>(facts, gradient), ...);
    }
    template <int Layer>
    constexpr void backward_layer(const layer_pass& facts, Scalar* gradient) {
        constexpr auto& at = detail::activation_offsets<Net>;
        Net::template layer_at<Layer>::template backward<Net::template shape_before<Layer>>(
            with_ordinal<Layer>(facts), values_.data() + at[Layer],
            detail::tensors_of<Net, Layer>(parameters_), deltas_.data() + at[Layer + 1],
            deltas_.data() + at[Layer], detail::tensors_of<Net, Layer>(gradient));
    }

    const Scalar* parameters_;
    std::array<Scalar, activations> values_{};
    std::array<Scalar, activations> deltas_{};
};

}  // namespace typenet::reference
