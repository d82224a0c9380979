// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>

#include "typenet/diagnostic.hpp"
#include "typenet/layer/layer.hpp"

namespace typenet::checking {

/// Whether a type means to be a layer at all.
template <class Layer>
concept named_like_a_layer = requires {
    { Layer::kind } -> std::convertible_to<text>;
};

/// The first thing that a type lacks to be a layer, as layer/layer.hpp lists them; nothing if it
/// has all. What is asked for is looked up, never instantiated.
template <class Layer>
constexpr text missing_member() {
    using std::convertible_to;
    if constexpr (!named_like_a_layer<Layer>)
        return "kind";
    else if constexpr (!requires {
                           { Layer::role } -> convertible_to<layer_role>;
                       })
        return "role";
    else if constexpr (!requires {
                           { Layer::spelling() } -> convertible_to<text>;
                           typename std::bool_constant<(Layer::spelling().length > 0)>;
                       })
        return "constexpr spelling()";
    else if constexpr (!requires {
                           { Layer::check(shape{}) } -> convertible_to<complaint>;
                           typename std::bool_constant<Layer::check(shape::image(1, 1, 1)).none()>;
                       })
        return "constexpr check(shape)";
    else if constexpr (!requires(shape in) {
                           { Layer::out(in) } -> convertible_to<shape>;
                       })
        return "out(shape)";
    else if constexpr (!requires(shape in) { Layer::parameters(in).size(); })
        return "parameters(shape)";
    else if constexpr (!requires(shape in) {
                           { Layer::multiply_adds(in) } -> convertible_to<extent>;
                       })
        return "multiply_adds(shape)";
    else if constexpr (Layer::role == layer_role::loss)
        return {};
    else {
        constexpr shape pixel = shape::image(1, 1, 1);
        using number = const float*;
        using tensors = std::array<number, decltype(Layer::parameters(pixel)){}.size()>;
        using gradients = std::array<float*, decltype(Layer::parameters(pixel)){}.size()>;
        if constexpr (!requires(number in, float* out) {
                          Layer::template forward<pixel, float>(layer_pass{}, in, tensors{}, out);
                      })
            return "forward";
        else if constexpr (!requires(number in, float* out) {
                               Layer::template backward<pixel, float>(layer_pass{}, in, tensors{},
                                                                      in, out, gradients{});
                           })
            return "backward";
        else
            return {};
    }
}

/// What is wrong with a type in a list of layers before any shape is looked at.
template <class Layer>
constexpr complaint membership() {
    if constexpr (std::is_const_v<Layer> || std::is_volatile_v<Layer> ||
                  std::is_reference_v<Layer> || std::is_pointer_v<Layer>)
        return {"the plain type of a layer", name_of<Layer>()};
    else if constexpr (!std::is_class_v<Layer> || !named_like_a_layer<Layer>)
        return {"a layer", name_of<Layer>()};
    else if constexpr (constexpr text missing = missing_member<Layer>(); !missing.empty())
        return {"all members of a layer", text::of("none called ", missing)};
    else
        return {};
}

}  // namespace typenet::checking
