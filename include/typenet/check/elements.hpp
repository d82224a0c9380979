// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

#include "typenet/check/layer_members.hpp"
#include "typenet/layer/conv.hpp"
#include "typenet/layer/dense.hpp"
#include "typenet/layer/dropout.hpp"
#include "typenet/layer/expect.hpp"
#include "typenet/layer/flatten.hpp"
#include "typenet/layer/input.hpp"
#include "typenet/layer/max_pool.hpp"
#include "typenet/layer/relu.hpp"
#include "typenet/layer/softmax_cross_entropy.hpp"

namespace typenet {

template <class... Layers>
struct network;

namespace checking {

template <class T>
inline constexpr bool is_input = false;
template <auto... Extents>
inline constexpr bool is_input<input<Extents...>> = true;

template <class T>
inline constexpr bool is_dense = false;
template <auto... Units>
inline constexpr bool is_dense<dense<Units...>> = true;

/// A network in a list of layers: its members are not looked at, since it may be wrong itself.
template <class T>
inline constexpr bool is_list = false;
template <class... Layers>
inline constexpr bool is_list<network<Layers...>> = true;

/// A list's element as the user wrote it.
template <class T>
constexpr text spelling_of() {
    if constexpr (is_list<T>)
        return "network<...>";
    else if constexpr (requires { typename std::bool_constant<(text{T::spelling()}.length > 0)>; })
        return T::spelling();
    else
        return name_of<T>();
}

/// Those of typenet's own layers that judge shapes only. They have all members of a layer; looking
/// for them would cost more than the rest of the check.
template <class T>
inline constexpr bool is_own = is_dense<T>;
template <auto F, auto W, auto... O>
inline constexpr bool is_own<conv<F, W, O...>> = true;
template <auto W, auto S, auto... More>
inline constexpr bool is_own<max_pool<W, S, More...>> = true;
template <auto... E>
inline constexpr bool is_own<expect<E...>> = true;
template <>
inline constexpr bool is_own<relu> = true;
template <>
inline constexpr bool is_own<dropout> = true;
template <>
inline constexpr bool is_own<flatten> = true;
template <>
inline constexpr bool is_own<softmax_cross_entropy> = true;

/// What is wrong with an element behind the first, whatever comes before it.
template <class T>
constexpr complaint complaint_about_itself() {
    if constexpr (!is_own<T>) {
        if constexpr (is_input<T>)
            return {"one input, at the start", "a second"};
        else if constexpr (is_list<T>)
            return {"a layer", "a network"};
        else if constexpr (constexpr complaint wrong = membership<T>(); !wrong.none())
            return wrong;
        else if constexpr (T::role == layer_role::loss)
            return {"softmax_cross_entropy, the only loss", spelling_of<T>()};
    }
    return {};
}

}  // namespace checking
}  // namespace typenet
