// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

#include "typenet/check/unknown.hpp"
#include "typenet/use/arrays.hpp"

namespace typenet::checking {

/// A std::span of exactly as many elements as a function takes. Made of something else, it is an
/// error that says what was expected.
template <class T, std::size_t Size>
struct exact_view : std::span<T, Size> {
    // Not inherited: g++ 12 forgets then which of a span's constructors are explicit.
    /// As many elements as a type says.
    template <class Given>
        requires(std::is_convertible_v<Given, std::span<T, Size>>)
    constexpr exact_view(Given&& whole)  // NOLINT: not explicit, as a span's
        : std::span<T, Size>(std::forward<Given>(whole)) {}
    /// As many as the caller knows.
    template <class Given>
        requires(!std::is_convertible_v<Given, std::span<T, Size>> &&
                 std::is_constructible_v<std::span<T, Size>, Given>)
    constexpr explicit exact_view(Given&& whole) : std::span<T, Size>(std::forward<Given>(whole)) {}
    /// The same, of a first one and how many they are, or where they end.
    template <class First>
        requires(std::is_constructible_v<std::span<T, Size>, First, std::size_t>)
    constexpr explicit exact_view(First first, std::size_t count)
        : std::span<T, Size>(first, count) {}
    /// @copydoc exact_view(First,std::size_t)
    template <class First, class End>
        requires(std::is_constructible_v<std::span<T, Size>, First, End> &&
                 !std::is_convertible_v<End, std::size_t>)
    constexpr explicit exact_view(First first, End end) : std::span<T, Size>(first, end) {}

    /// Only ever an error.
    template <class Given>
        requires(!std::is_constructible_v<std::span<T, Size>, Given>)
    explicit exact_view(Given&& /*unused*/) : std::span<T, Size>(static_cast<T*>(nullptr), Size) {
        tell<fault_of<Given>("view")>();
    }

protected:
    template <class Given>
    static constexpr fault fault_of(const text& use) {
        using element = std::remove_const_t<T>;
        constexpr text what = std::is_same_v<element, std::uint8_t>
                                  ? text("labels, std::uint8_t")
                                  : text::of(name_of<element>(), "s");
        return first_of(use, {array_complaint<element, Given>(Size, what)});
    }
};

template <class Given, class View>
concept no_view_by_itself = !std::is_convertible_v<Given, View>;

/// The same as a member of an aggregate. Where that is made of braces explicit constructors do not
/// count, so that the one which is an error is none.
template <class T, std::size_t Size>
struct member_view : exact_view<T, Size> {
    /// As many elements as a type says.
    template <class Given>
        requires(std::is_convertible_v<Given, std::span<T, Size>>)
    constexpr member_view(Given&& whole)  // NOLINT: not explicit, as a span's
        : exact_view<T, Size>(std::forward<Given>(whole)) {}
    /// As many as the caller knows.
    template <no_view_by_itself<std::span<T, Size>> Given>
        requires(std::is_constructible_v<std::span<T, Size>, Given>)
    constexpr explicit member_view(Given&& whole)
        : exact_view<T, Size>(std::forward<Given>(whole)) {}
    /// The same, of a first one and how many they are, or where they end.
    template <class First>
        requires(std::is_constructible_v<std::span<T, Size>, First, std::size_t>)
    constexpr explicit member_view(First first, std::size_t count)
        : exact_view<T, Size>(first, count) {}
    /// @copydoc member_view(First,std::size_t)
    template <class First, class End>
        requires(std::is_constructible_v<std::span<T, Size>, First, End> &&
                 !std::is_convertible_v<End, std::size_t>)
    constexpr explicit member_view(First first, End end) : exact_view<T, Size>(first, end) {}

    /// Only ever an error.
    template <no_view_by_itself<std::span<T, Size>> Given>
    member_view(Given&& /*unused*/)  // NOLINT: as above
        : exact_view<T, Size>(static_cast<T*>(nullptr), Size) {
        tell<exact_view<T, Size>::template fault_of<Given>("examples")>();
    }
};

template <class T, std::size_t Size>
inline constexpr extent size_of_array<exact_view<T, Size>> = Size;

/// A view of as many elements as are known, or one of anything.
template <bool IsKnown, class T, std::size_t Size>
using view_of = std::conditional_t<IsKnown, exact_view<T, Size>, unknown_span<T>>;

}  // namespace typenet::checking
