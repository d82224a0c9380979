// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>

#include "typenet/base/diagnostic.hpp"
#include "typenet/layer/layer.hpp"

namespace typenet::checking {

/// Whether a type means to be a layer at all.
template <class Layer>
concept named_like_a_layer = requires {
    { Layer::kind } -> std::convertible_to<text>;
};

/// Another class with a member of that name.
struct has_kind {
    static const int kind;  ///< nowhere defined
};
/// In which the name is ambiguous if T has it too, whoever may use it.
template <class T>
struct may_have_kind : T, has_kind {};
/// Whether a type means to be a layer, but its members are private.
template <class T>
concept named_in_private = std::is_class_v<T> && !std::is_final_v<T> && !requires { T::kind; } &&
                           !requires { may_have_kind<T>::kind; };

/// That a layer has no member of a name, or another one than it should.
constexpr complaint about_member(const text& type, const text& name, bool is_there) {
    if (is_there) return {text::of("static ", type, name), text::of("another ", name)};
    return {"all members of a layer", text::of("no public ", name)};
}

template <class Tensors>
inline constexpr int tensor_count = -1;
template <std::size_t Count>
inline constexpr int tensor_count<std::array<parameter_shape, Count>> = static_cast<int>(Count);

/// What a layer's loops are tried with: the smallest image.
inline constexpr shape pixel = shape::image(1, 1, 1);
/// Whether its loops over one type of numbers can be called.
template <class Layer, int Tensors, class Scalar>
concept goes_forward = requires(const Scalar* in, Scalar* out,
                                const std::array<const Scalar*, std::size_t{Tensors}>& tensors) {
    Layer::template forward<pixel, Scalar>(layer_pass{}, in, tensors, out);
};
template <class Layer, int Tensors, class Scalar>
concept goes_backward = requires(const Scalar* in, Scalar* out,
                                 const std::array<const Scalar*, std::size_t{Tensors}>& tensors,
                                 const std::array<Scalar*, std::size_t{Tensors}>& gradients) {
    Layer::template backward<pixel, Scalar>(layer_pass{}, in, tensors, in, out, gradients);
};

/// That one of them cannot; what it is instead.
template <class Scalar>
constexpr complaint about_loop(const text& function, bool is_of_objects, bool is_of_others) {
    return {text::of(function, "<shape, ", name_of<Scalar>(), ">(...)"),
            is_of_objects  ? "one that is not static"
            : is_of_others ? "one for another number of tensors"
                           : "none that can be called so"};
}
template <class Function>
concept of_objects = std::is_member_function_pointer_v<Function>;

/// What is wrong with a layer's loops; all else is as it should be.
template <class Layer, int Tensors, class Scalar>
constexpr complaint about_loops() {
    constexpr int others = 2 - Tensors;
    if constexpr (!goes_forward<Layer, Tensors, Scalar>)
        return about_loop<Scalar>(
            "forward", requires {
                requires of_objects<decltype(&Layer::template forward<pixel, Scalar>)>;
            }, goes_forward<Layer, others, Scalar>);
    else if constexpr (!goes_backward<Layer, Tensors, Scalar>)
        return about_loop<Scalar>(
            "backward", requires {
                requires of_objects<decltype(&Layer::template backward<pixel, Scalar>)>;
            }, goes_backward<Layer, others, Scalar>);
    else
        return {};
}

/// What is wrong with the tensors of a layer: weights come first, of rank 2 to 4, then biases, of
/// rank 1, under another name.
constexpr complaint about_tensors(const std::array<parameter_shape, 2>& tensors) {
    const auto& [weights, biases] = tensors;
    if (weights.rank < 2 || weights.rank > 4)
        return {"first weights, of rank 2 to 4", text::of("rank ", weights.rank)};
    if (biases.rank != 1) return {"then biases, of rank 1", text::of("rank ", biases.rank)};
    if (weights.name == biases.name)
        return {"tensors of two names", text::of("both ", weights.name)};
    for (const parameter_shape& tensor : tensors)
        for (int i = 0; i < tensor.rank; ++i)
            if (tensor.extents[static_cast<std::size_t>(i)] < 1)
                return {text::of("extents of ", tensor.name, " above 0"),
                        text::of(tensor.extents[static_cast<std::size_t>(i)])};
    return {};
}

/// The first member that a layer lacks, as layer/layer.hpp lists them. What is asked for is looked
/// up, never instantiated; whether functions of a shape are constants is for the walk to say.
template <class Layer>
constexpr complaint about_members() {
    using std::convertible_to;
    if constexpr (!requires { typename std::bool_constant<(text{Layer::kind}.length > 0)>; })
        return about_member("constexpr text ", "kind", true);
    else if constexpr (!requires {
                           { Layer::role } -> convertible_to<layer_role>;
                           typename std::bool_constant<(Layer::role == layer_role::loss)>;
                       })
        return about_member("constexpr layer_role ", "role", requires { Layer::role; });
    else if constexpr (!requires {
                           { Layer::spelling() } -> convertible_to<text>;
                           typename std::bool_constant<(Layer::spelling().length > 0)>;
                       })
        return about_member("constexpr text ", "spelling()", requires { &Layer::spelling; });
    else if constexpr (!requires(shape in) {
                           { Layer::check(in) } -> convertible_to<complaint>;
                       })
        return about_member("complaint ", "check(shape)", requires { &Layer::check; });
    else if constexpr (!requires(shape in) {
                           { Layer::out(in) } -> convertible_to<shape>;
                       })
        return about_member("shape ", "out(shape)", requires { &Layer::out; });
    else if constexpr (!requires(shape in) {
                           requires tensor_count<decltype(Layer::parameters(in))> >= 0;
                       })
        return about_member("std::array ", "parameters(shape)", requires { &Layer::parameters; });
    else if constexpr (!requires(shape in) {
                           { Layer::multiply_adds(in) } -> convertible_to<extent>;
                       })
        return about_member("extent ", "multiply_adds(shape)", requires { &Layer::multiply_adds; });
    else if constexpr (Layer::role == layer_role::loss)
        return {};
    else if constexpr (constexpr int count = tensor_count<decltype(Layer::parameters(shape{}))>;
                       count != 0 && count != 2)
        return {"no parameters, or weights and biases",
                text::of(count, count == 1 ? " tensor" : " tensors")};
    else if constexpr (constexpr complaint wrong = about_loops<Layer, count, float>();
                       !wrong.none())
        return wrong;
    else
        return about_loops<Layer, count, double>();
}

/// What is wrong with a type in a list of layers before any shape is looked at.
template <class Layer>
constexpr complaint membership() {
    if constexpr (std::is_const_v<Layer> || std::is_volatile_v<Layer> ||
                  std::is_reference_v<Layer> || std::is_pointer_v<Layer> ||
                  std::is_function_v<Layer>)
        return {"the plain type of a layer", name_of<Layer>()};
    else if constexpr (std::is_class_v<Layer> && !requires { sizeof(Layer); })
        return {"a complete type", name_of<Layer>()};
    else if constexpr (named_in_private<Layer>)
        return {"public members of a layer", "private ones"};
    else if constexpr (!named_like_a_layer<Layer> && requires { Layer::kind; })
        return about_member("constexpr text ", "kind", true);
    else if constexpr (!named_like_a_layer<Layer>)
        return {"a layer", name_of<Layer>()};
    else
        return about_members<Layer>();
}

/// Which function of a layer is not constexpr, or not for this shape; asked only if one of them is
/// not.
template <class Layer, shape In>
constexpr complaint not_constant() {
    const text got = text::of("no constant of ", to_text(In));
    if constexpr (!requires { typename std::bool_constant<Layer::check(In).none()>; })
        return {"constexpr check(shape)", got};
    else if constexpr (!requires { typename std::bool_constant<(Layer::out(In).height > 0)>; })
        return {"constexpr out(shape)", got};
    else if constexpr (!requires { typename std::bool_constant<Layer::parameters(In).empty()>; })
        return {"constexpr parameters(shape)", got};
    else if constexpr (!requires { typename std::bool_constant<(Layer::multiply_adds(In) > 0)>; })
        return {"constexpr multiply_adds(shape)", got};
    else
        return {"constexpr check_parameters(extent)", "no constant"};
}

}  // namespace typenet::checking
