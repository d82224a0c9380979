// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <span>
#include <type_traits>

#include "typenet/base/diagnostic.hpp"
#include "typenet/base/shape.hpp"

namespace typenet::checking {

/// The number of elements of an array whose size is part of its type, or -1.
template <class T>
inline constexpr extent size_of_array = -1;
template <class T, std::size_t Size>
inline constexpr extent size_of_array<T[Size]> = Size;
template <class T, std::size_t Size>
inline constexpr extent size_of_array<std::array<T, Size>> = Size;
template <class T, std::size_t Size>
inline constexpr extent size_of_array<std::span<T, Size>> =
    Size == std::dynamic_extent ? -1 : static_cast<extent>(Size);

/// That there are more or fewer things than should be.
constexpr complaint count_complaint(int wanted, int given, const text& what) {
    if (given == wanted) return {};
    return {text::of(wanted, " ", what), text::of(given, " ", what)};
}

/// What is wrong with something that should be an array of `size` numbers of one type, which are as
/// many as the words before them say.
template <class Element, class Given>
constexpr complaint array_complaint(extent size, const text& what, const text& before = {}) {
    using given = std::remove_cvref_t<Given>;
    const text wanted = text::of(before, size, " ", what);
    if (!std::is_convertible_v<const given&, std::span<const Element>>)
        return {wanted, name_of<given>()};
    if (size_of_array<given> == size) return {};
    if (size_of_array<given> < 0) return {wanted, "a size known at run time"};
    return {wanted, text::of(size_of_array<given>)};
}

/// How many images some numbers are, for the words before them.
constexpr text images_before(int count) {
    return text::of(count, count == 1 ? " image, " : " images, ");
}

/// What is wrong with something that should be any number of elements of one type in a row.
template <class Element, class Given>
constexpr complaint row_complaint(const text& what) {
    if (std::is_convertible_v<Given&, std::span<Element>>) return {};
    return {text::of(what, " in a row"), name_of<std::remove_cvref_t<Given>>()};
}

}  // namespace typenet::checking
