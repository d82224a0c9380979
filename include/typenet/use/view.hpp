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

/// What a view is made of only where the caller asks for it.
template <class Given, class View>
concept no_view_by_itself = !std::is_convertible_v<Given, View>;

/// A std::span of exactly as many elements as a function takes. Made of something else, it is an
/// error that says what was expected. As a member of an aggregate, too: what stands in braces there
/// meets no explicit constructor, while overload resolution between functions needs one.
template <class T, std::size_t Size, bool IsMember = false>
struct exact_view : std::span<T, Size> {
    // Not inherited: g++ 12 forgets then which of a span's constructors are explicit.
    /// As many elements as a type says.
    template <class Given>
        requires(std::is_convertible_v<Given, std::span<T, Size>>)
    constexpr exact_view(Given&& whole)  // NOLINT: not explicit, as a span's
        : std::span<T, Size>(std::forward<Given>(whole)) {}
    /// As many as the caller knows.
    template <no_view_by_itself<std::span<T, Size>> Given>
        requires(std::is_constructible_v<std::span<T, Size>, Given>)
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
    // What the caller knows is for the constructor above, whose constraints are more.
    template <no_view_by_itself<std::span<T, Size>> Given>
    explicit(!IsMember) exact_view(Given&& /*unused*/)
        : std::span<T, Size>(static_cast<T*>(nullptr), Size) {
        using element = std::remove_const_t<T>;
        constexpr text what = std::is_same_v<element, std::uint8_t>
                                  ? text("labels, std::uint8_t")
                                  : text::of(name_of<element>(), "s");
        tell<first_of(IsMember ? "examples" : "view",
                      {array_complaint<element, Given>(Size, what)})>();
    }
};

template <class T, std::size_t Size, bool IsMember>
inline constexpr extent size_of_array<exact_view<T, Size, IsMember>> = Size;

/// A view of as many elements as are known, or one of anything.
template <bool IsKnown, class T, std::size_t Size>
using view_of = std::conditional_t<IsKnown, exact_view<T, Size>, unknown_span<T>>;

}  // namespace typenet::checking
