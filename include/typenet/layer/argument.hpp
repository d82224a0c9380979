// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <limits>
#include <type_traits>

#include "typenet/base/diagnostic.hpp"
#include "typenet/base/shape.hpp"
#include "typenet/layer/padding.hpp"

/// @file
/// The template arguments of layers, which may be of any type: the compiler's own words for a
/// number that is too large for its parameter, or for a fraction, do not name the layer. Functions
/// of values, not templates of them, which would be compiled anew for each number.
namespace typenet::detail {

/// Stands where an argument was forgotten.
struct left_out {};

/// What no argument can be.
inline constexpr int no_count = std::numeric_limits<int>::min();

/// Whether a type's values are whole numbers: integers, and enumerators or constants of classes
/// that are used as such.
template <class T>
inline constexpr bool is_whole = std::is_convertible_v<T, extent> && !std::is_same_v<T, bool> &&
                                 !std::is_same_v<T, padding> && !std::is_floating_point_v<T>;
/// The usual one, which need not be looked at.
template <>
inline constexpr bool is_whole<int> = true;

/// A whole number as far as an extent goes.
template <class T>
constexpr extent extent_of(const T& argument) {
    if constexpr (std::is_unsigned_v<T> && sizeof(T) == sizeof(extent)) {
        constexpr T most = std::numeric_limits<extent>::max();
        return static_cast<extent>(argument < most ? argument : most);
    } else {
        return argument;
    }
}

/// Whether an argument is a whole number as far as an `int` goes.
template <class T>
constexpr bool is_count(const T& argument) {
    if constexpr (std::is_same_v<T, int>) {
        return true;
    } else if constexpr (is_whole<T>) {
        const extent number = extent_of(argument);
        return number > no_count && number <= std::numeric_limits<int>::max();
    } else {
        return false;
    }
}

/// The argument as an `int`, or `no_count`.
constexpr int count_of(int argument) { return argument; }
/// @copydoc count_of()
template <class T>
constexpr int count_of(const T& argument) {
    if constexpr (is_whole<T>)
        return is_count(argument) ? static_cast<int>(extent_of(argument)) : no_count;
    else
        return no_count;
}

/// A fraction with at most six digits behind the point, if it is not too large for that.
constexpr text decimal_text(double number) {
    constexpr double most = 1e12;
    const bool is_small = number > -most && number < most;  // NaN is not
    if (!is_small) return "a number too large";
    const double size = number < 0 ? -number : number;
    extent whole = static_cast<extent>(size);
    extent millionths = static_cast<extent>((size - static_cast<double>(whole)) * 1e6 + 0.5);
    if (millionths == 1'000'000) {
        ++whole;
        millionths = 0;
    }
    text words = text::of(number < 0 ? "-" : "", whole, ".");
    extent digit = 100'000;
    do {
        words.append(millionths / digit);
        millionths %= digit;
        digit /= 10;
    } while (millionths > 0);
    return words;
}

/// An argument as its user wrote it.
template <class T>
constexpr text argument_text(const T& argument) {
    if constexpr (std::is_same_v<T, bool>)
        return argument ? "true" : "false";
    else if constexpr (std::is_same_v<T, padding>)
        return argument == valid ? valid_padding::spelling : same_padding::spelling;
    else if constexpr (is_whole<T>)
        return text::of(extent_of(argument));
    else if constexpr (std::is_same_v<T, left_out>)
        return "none";
    else if constexpr (std::is_floating_point_v<T>)
        return decimal_text(static_cast<double>(argument));
    else
        return checking::name_of<T>();
}

/// The same with what it is: "a window of 3".
template <class T>
constexpr text argument_text(const text& what, const T& argument) {
    if constexpr (std::is_same_v<T, left_out>)
        return argument_text(argument);
    else if constexpr (std::is_same_v<T, padding>)
        return text::of("padding ", argument_text(argument));
    else
        return text::of(what, argument_text(argument));
}

/// Some of them with a comma between any two, without those that were left out.
template <class... Arguments>
constexpr text arguments_text(const Arguments&... arguments) {
    text words;
    [[maybe_unused]] const auto add = [&](const auto& argument) {
        if constexpr (!std::is_same_v<decltype(argument), const left_out&>)
            words.append(words.empty() ? "" : ",", argument_text(argument));
    };
    (add(arguments), ...);
    return words;
}

/// A layer with its arguments. How many they are is for its `check` to judge, as the compiler's own
/// words for a wrong number of arguments do not name the layer.
template <class... Arguments>
constexpr text spelled(const text& kind, const Arguments&... arguments) {
    return text::of(kind, "<", arguments_text(arguments...), ">");
}

}  // namespace typenet::detail
