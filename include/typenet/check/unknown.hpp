// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <type_traits>

#include "typenet/base/shape.hpp"

/// @file
/// The constants of a wrong network. The user's own assertions about it, the sizes of arrays and
/// the template arguments that are made of it must not add errors to the one that tells what is
/// wrong: such a constant compares as hoped for with everything, and is a value of the right type
/// wherever one is needed. A comparison is a plain `bool`, as constraints demand, so `!(a > b)` is
/// not as hoped for.
namespace typenet::checking {

/// Stands for a constant of type T, of which only a guess is known.
template <class T>
struct unknown {
    T guess{};
    constexpr operator T() const { return guess; }  // NOLINT: not explicit, as it is a T to users
    constexpr unknown& operator++() { return *this; }
    constexpr unknown& operator--() { return *this; }
    constexpr unknown operator++(int) { return *this; }
    constexpr unknown operator--(int) { return *this; }
    constexpr unknown& operator+=(const auto& /*unused*/) { return *this; }
    constexpr unknown& operator-=(const auto& /*unused*/) { return *this; }
    constexpr unknown& operator*=(const auto& /*unused*/) { return *this; }
    constexpr unknown& operator/=(const auto& /*unused*/) { return *this; }
    constexpr unknown& operator%=(const auto& /*unused*/) { return *this; }
};

/// Holds, and so does its opposite.
template <>
struct unknown<bool> {
    bool guess = true;
    constexpr operator bool() const { return true; }  // NOLINT: as above
    constexpr bool operator!() const { return true; }
};

template <class T>
inline constexpr bool is_unknown = false;
template <class T>
inline constexpr bool is_unknown<unknown<T>> = true;

/// Whether one of some numbers is a constant of a wrong network.
template <auto... Numbers>
inline constexpr bool are_unknown = (is_unknown<std::remove_const_t<decltype(Numbers)>> || ...);
/// Whether a template argument of a type is one, as in `dense<wrong::classes>`.
template <class T>
inline constexpr bool is_made_of_unknown = false;
template <template <auto...> class Made, auto... Numbers>
inline constexpr bool is_made_of_unknown<Made<Numbers...>> = are_unknown<Numbers...>;

template <class A, class B>
concept one_unknown = is_unknown<A> || is_unknown<B>;

/// The same for arithmetic; what points somewhere is moved by a plain number.
template <class T>
concept points = requires(const T& value) { *value; };
template <class A, class B>
concept one_unknown_number = one_unknown<A, B> && !points<A> && !points<B>;

// clang-format off
template <class A, class B> requires one_unknown<A, B>
constexpr bool operator==(const A& /*a*/, const B& /*b*/) { return true; }
template <class A, class B> requires one_unknown<A, B>
constexpr bool operator!=(const A& /*a*/, const B& /*b*/) { return true; }
template <class A, class B> requires one_unknown<A, B>
constexpr bool operator<(const A& /*a*/, const B& /*b*/) { return true; }
template <class A, class B> requires one_unknown<A, B>
constexpr bool operator<=(const A& /*a*/, const B& /*b*/) { return true; }
template <class A, class B> requires one_unknown<A, B>
constexpr bool operator>(const A& /*a*/, const B& /*b*/) { return true; }
template <class A, class B> requires one_unknown<A, B>
constexpr bool operator>=(const A& /*a*/, const B& /*b*/) { return true; }
// clang-format on

/// What is computed of something unknown is unknown, and as large: there is no overflow and no
/// division by 0. With a fraction it is one.
template <class T, class Other>
constexpr auto computed(const unknown<T>& value, const Other& /*other*/) {
    if constexpr (std::is_floating_point_v<Other>)
        return unknown<Other>{static_cast<Other>(value.guess)};
    else
        return value;
}
template <class A, class B>
constexpr auto either(const A& a, const B& b) {
    if constexpr (is_unknown<A>)
        return computed(a, b);
    else
        return computed(b, a);
}
// clang-format off
template <class A, class B> requires one_unknown_number<A, B>
constexpr auto operator+(const A& a, const B& b) { return either(a, b); }
template <class A, class B> requires one_unknown_number<A, B>
constexpr auto operator-(const A& a, const B& b) { return either(a, b); }
template <class A, class B> requires one_unknown_number<A, B>
constexpr auto operator*(const A& a, const B& b) { return either(a, b); }
template <class A, class B> requires one_unknown_number<A, B>
constexpr auto operator/(const A& a, const B& b) { return either(a, b); }
template <class A, class B> requires one_unknown_number<A, B>
constexpr auto operator%(const A& a, const B& b) { return either(a, b); }
// clang-format on

/// What a JSON library looks for.
constexpr void to_json(auto& json, const auto& value)
    requires is_unknown<std::remove_cvref_t<decltype(value)>>
{
    json = value.guess;
}

/// Has as many elements as are asked for.
template <class T, std::size_t Guess>
struct unknown_array : std::array<T, Guess> {
    [[nodiscard]] static constexpr unknown<std::size_t> size() { return {Guess}; }
    template <std::size_t Size>
    constexpr operator std::array<T, Size>() const {  // NOLINT: as above
        return {};
    }
};
/// A container, no view.
template <class Container, class T>
concept contains = requires(Container& container) {
    container.swap(container);
    requires std::is_same_v<const typename Container::value_type, const T>;
};
/// Views anything, and has one element to look at, which it is where a number is needed.
template <class T>
struct unknown_span : std::span<T> {
    mutable std::remove_const_t<T> element{};
    static constexpr unknown<std::size_t> extent{1};

    constexpr unknown_span() = default;
    template <class... Given>
    constexpr unknown_span(Given&&... /*unused*/) {}  // NOLINT: not explicit
    /// Of a number, which is that element then: a constant expression may write to it.
    static constexpr unknown_span of(T* number) {
        unknown_span view;
        static_cast<std::span<T>&>(view) = std::span<T>(number, 1);
        return view;
    }
    [[nodiscard]] static constexpr std::size_t size() { return extent; }
    constexpr T& operator[](std::size_t /*unused*/) const {
        return this->data() == nullptr ? element : *this->data();
    }
    [[nodiscard]] constexpr T& front() const { return (*this)[0]; }
    [[nodiscard]] constexpr T& back() const { return (*this)[0]; }
    constexpr operator T&() const { return (*this)[0]; }  // NOLINT: as above
    template <class Element, std::size_t Size>
        requires std::is_same_v<const Element, const T>
    constexpr operator std::span<Element, Size>() const {  // NOLINT: as above
        return std::span<Element, Size>(this->data(), Size);
    }
    template <contains<T> Copy>
    constexpr operator Copy() const {  // NOLINT: as above
        return {};
    }
};

/// A number, or where it follows from something wrong, an unknown one.
template <bool IsKnown, class T>
constexpr auto constant(const T& value) {
    if constexpr (IsKnown)
        return value;
    else
        return unknown<T>{value};
}

}  // namespace typenet::checking

// So that elements can be given names.
template <class T, std::size_t Guess>
struct std::tuple_size<typenet::checking::unknown_array<T, Guess>>
    : std::integral_constant<std::size_t, Guess> {};
template <std::size_t I, class T, std::size_t Guess>
struct std::tuple_element<I, typenet::checking::unknown_array<T, Guess>> {
    using type = T;  ///< of each
};
