// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>
#include <utility>

#include "typenet/use/training.hpp"

/// @file
/// What parameters are copied from: others of their own type, and nothing else.
namespace typenet {

template <class Net, class Scalar>
class parameters;

namespace checking {

/// A trainer itself, or what points to it.
template <class T>
struct pointed_at : std::type_identity<T> {};
template <class T>
    requires requires(const T& pointer) { *pointer; }
struct pointed_at<T> : std::remove_reference<decltype(*std::declval<const T&>())> {};

/// Whether something is a trainer or points to one.
template <class T>
concept trains = requires(const typename pointed_at<T>::type& trainer) {
    typename pointed_at<T>::type::optimizer;
    trainer.values();
};

/// Whether a copy of something, or a look at it, is one of parameters. What is an error because of
/// its network or numbers says so itself.
template <class T, class Net, class Scalar>
concept gives_parameters =
    std::is_convertible_v<const T&, const parameters<Net, Scalar>&> && !trains<T>;

/// That something is to be done with parameters, and is given none, or more.
template <class... Given>
constexpr fault values_fault(const text& use) {
    text got = number_of_arguments(sizeof...(Given));
    if (sizeof...(Given) == 1) ((got = name_of<Given>()), ...);
    return {fault::place::use, use, "parameters, as values() of a trainer", got, {}};
}

}  // namespace checking
}  // namespace typenet
