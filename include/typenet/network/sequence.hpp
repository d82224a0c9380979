// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/hana/at_key.hpp>
#include <boost/hana/map.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/scan_left.hpp>
#include <type_traits>

#include "typenet/network/network.hpp"
#include "typenet/use/names.hpp"

/// @file
/// A network as Boost.Hana's sequences, for code that computes with its types. They are made where
/// they are first used: a scan over types costs the compiler the square of the depth, which the
/// check of a network must not.
namespace typenet {

/// The layers, a tuple of `hana::type`.
template <class Net>
inline constexpr auto layers_of =
    typename checking::network_or_stand_in<typename decltype(checking::tell_network(
        std::type_identity<Net>{}))::type>::facts::layers{};

namespace detail {

/// Stands for a shape of a wrong network.
struct unknown_shape {
    static constexpr checking::unknown<shape> value{};  ///< agrees with any
};

/// `typenet::shapes_of`; of a wrong network, which has been told of, as many as it has.
template <class AnyNet>
constexpr auto shapes_of(std::type_identity<AnyNet> /*unused*/) {
    if constexpr (checking::is_right_network<AnyNet>) {
        return hana::scan_left(layers_of<AnyNet>, shape_c<AnyNet::input_shape>,
                               [](auto in, auto layer) {
                                   return shape_c<decltype(layer)::type::out(decltype(in)::value)>;
                               });
    } else {
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return hana::make_tuple((static_cast<void>(I), unknown_shape{})...);
        }(std::make_index_sequence<checking::network_or_stand_in<AnyNet>::depth.guess + 1>{});
    }
}

}  // namespace detail

/// The shape before each layer and after the last, a tuple of `shape_constant`.
template <class Net>
inline constexpr auto shapes_of =
    detail::shapes_of(decltype(checking::tell_network(std::type_identity<Net>{})){});

namespace detail {

/// A text as a type: the key of a Hana map.
template <text Value>
struct text_constant {
    static constexpr text value = Value;  ///< the text
};
/// A key of such a map.
template <text Value>
inline constexpr auto name_c = hana::type_c<text_constant<Value>>;

/// A map from the name of each parameter to its place in a right network's table.
template <class Net>
inline constexpr auto parameters_by_name = []<std::size_t... I>(std::index_sequence<I...>) {
    return hana::make_map(
        hana::make_pair(name_c<Net::facts::parameter_table[I].name>, hana::size_c<I>)...);
}(std::make_index_sequence<Net::facts::parameter_tensors>{});

/// An answer as a type.
template <bool IsThere, std::size_t Place>
struct parameter_at {
    /// Unknown if there is no such parameter.
    static constexpr auto place = checking::constant<IsThere>(Place);
};

/// Never called: its type is the answer.
// The result stands before the check, as in network.hpp.
template <text Name, class AnyNet>
constexpr auto find_parameter(std::type_identity<AnyNet> /*unused*/) {
    constexpr bool is_right = checking::is_right_network<AnyNet>;
    constexpr checking::fault no_such_name = [] {
        if constexpr (is_right)
            return checking::name_fault("parameter_place", Name, AnyNet::facts::parameter_table);
        else
            return checking::fault{};
    }();
    if constexpr (is_right && no_such_name.none())
        return parameter_at<true, decltype(+hana::at_key(parameters_by_name<AnyNet>,
                                                         name_c<Name>))::value>{};
    else
        return parameter_at<false, 0>{};
    constexpr auto judged = checking::verdict<no_such_name>;
    static_assert(judged.fits, TYPENET_SENTENCE(no_such_name));
}

}  // namespace detail

/// The place of a parameter in the network's table.
///
/// **Errors** (compile time): a name that no parameter has.
template <class Net, text Name>
inline constexpr auto parameter_place = decltype(detail::find_parameter<Name>(
    checking::tell_network(std::type_identity<Net>{})))::place;

}  // namespace typenet
