// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/hana/at_key.hpp>
#include <boost/hana/map.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/scan_left.hpp>
#include <type_traits>

#include "typenet/network.hpp"

/// @file
/// A network as Boost.Hana's sequences, for code that computes with its types. They are made where
/// they are first used: a scan over types costs the compiler the square of the depth, which the
/// check of a network must not.
namespace typenet {

/// The layers, a tuple of `hana::type`.
template <class Net>
inline constexpr auto layers_of = typename Net::facts::layers{};

/// The shape before each layer and after the last, a tuple of `shape_constant`.
template <class AnyNet, class Net = checking::right_network<AnyNet>>
inline constexpr auto shapes_of =
    hana::scan_left(layers_of<Net>, shape_c<Net::input_shape>, [](auto in, auto layer) {
        return shape_c<decltype(layer)::type::out(decltype(in)::value)>;
    });

/// A text as a type: the key of a Hana map.
template <text Value>
struct text_constant {
    static constexpr text value = Value;  ///< the text
};
/// A key of such a map.
template <text Value>
inline constexpr auto name_c = hana::type_c<text_constant<Value>>;

namespace detail {
/// The map for the tensors I.
template <class Net, std::size_t... I>
constexpr auto parameters_by_name(std::index_sequence<I...> /*unused*/) {
    return hana::make_map(
        hana::make_pair(name_c<Net::facts::parameter_table[I].name>, hana::size_c<I>)...);
}
}  // namespace detail

/// A map from the name of each parameter to its place in the network's table.
template <class Net>
inline constexpr auto parameters_by_name =
    detail::parameters_by_name<Net>(std::make_index_sequence<Net::facts::parameter_tensors>{});

/// The place of a parameter that is there.
template <class Net, text Name>
inline constexpr std::size_t parameter_place =
    std::remove_cvref_t<decltype(hana::at_key(parameters_by_name<Net>, name_c<Name>))>::value;

}  // namespace typenet
