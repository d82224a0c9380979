// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <type_traits>

// First, so that their errors have a short way to the user's file.
#include "typenet/base/diagnostic.hpp"
//
#include "typenet/base/shape.hpp"
#include "typenet/check/unknown_facts.hpp"
#include "typenet/layer/argument.hpp"
#include "typenet/use/view.hpp"

namespace typenet {

namespace checking {

/// What is wrong with the numbers of a data set. A constant of a wrong network has been told of.
template <auto... Numbers>
constexpr fault numbers_fault() {
    const text use = typenet::detail::spelled("data_set", Numbers...);
    const text got = typenet::detail::arguments_text(Numbers...);
    if (are_unknown<Numbers...>) return {};
    if (sizeof...(Numbers) != 4)
        return {fault::place::use,
                use,
                "4 numbers: H,W,C,classes",
                text::of(static_cast<int>(sizeof...(Numbers))),
                {}};
    if (!((typenet::detail::count_of(Numbers) > 0) && ...))
        return {fault::place::use, use, "whole numbers above 0", got, {}};
    return {};
}

/// The one error of a data set, a function as `tell_network`.
template <auto... Numbers>
constexpr auto tell_data_set() {
    return true;
}
template <auto... Numbers>
    requires(!numbers_fault<Numbers...>().none())
constexpr auto tell_data_set() {
    return true;
    constexpr fault first_fault = numbers_fault<Numbers...>();
    constexpr auto judged = verdict<first_fault>;
    static_assert(judged.fits, TYPENET_SENTENCE(first_fault));
}

/// Whether a type says what a data set does, as constants.
template <class T>
concept data_set_like = requires {
    typename std::bool_constant<shape(T::image).flat>;
    typename std::integral_constant<int, int{T::classes}>;
};

/// A data set whose own numbers are wrong says nothing, and neither does what is none.
template <class T>
inline constexpr bool is_right_data_set = false;
template <data_set_like T>
inline constexpr bool is_right_data_set<T> = !is_unknown<std::remove_cvref_t<decltype(T::image)>>;

/// What is wrong with a type that is no data set: a member, if it has one of them. A network has
/// classes, too.
template <class T>
constexpr complaint data_set_complaint() {
    if constexpr (!requires { T::image; } &&
                  (!requires { T::classes; } || requires { T::input_shape; }))
        return {"a data set, as data_set<...>", name_of<T>()};
    else if constexpr (!requires { T::image; })
        return {"static constexpr shape image", text::of("none in ", name_of<T>())};
    else if constexpr (!requires { typename std::bool_constant<shape(T::image).flat>; })
        return {"static constexpr shape image", text::of("another in ", name_of<T>())};
    else if constexpr (data_set_like<T>)
        return {};
    else
        return {"static constexpr int classes",
                text::of(requires { T::classes; } ? "another in " : "none in ", name_of<T>())};
}

/// The one error of examples of what is no data set, or of none.
template <class DataSet, int Count>
constexpr auto tell_examples() {
    return true;
}
template <class DataSet, int Count>
    requires(!data_set_like<DataSet> || Count < 1)
constexpr auto tell_examples() {
    return true;
    constexpr complaint too_few{"1 image or more", text::of(Count)};
    constexpr fault first_fault = first_of("examples", {data_set_complaint<DataSet>(), too_few});
    constexpr auto judged = verdict<first_fault>;
    static_assert(judged.fits, TYPENET_SENTENCE(first_fault));
}

}  // namespace checking

/// The shape of a data set's images and the number of its classes, as a type. Derive from it to
/// give a data set a name: `struct mnist : data_set<28, 28, 1, 10> {};`
///
/// **Errors** (compile time): other than 4 numbers, one that is no whole number above 0.
template <auto... HeightWidthChannelsClasses>
struct data_set {
private:
    static constexpr bool is_right =
        checking::numbers_fault<HeightWidthChannelsClasses...>().none() &&
        !checking::are_unknown<HeightWidthChannelsClasses...>;
    using told = decltype(checking::tell_data_set<HeightWidthChannelsClasses...>());
    static constexpr std::array<int, 4> numbers = [] {
        if constexpr (is_right)
            return std::array{detail::count_of(HeightWidthChannelsClasses)...};
        else
            return std::array{1, 1, 1, 2};
    }();

public:
    /// Of each image.
    static constexpr auto image =
        checking::constant<is_right>(shape::image(numbers[0], numbers[1], numbers[2]));
    /// Labels are below.
    static constexpr auto classes = checking::constant<is_right>(numbers[3]);
};

/// Any data set: what a program loads is only known when it runs.
struct any_data_set {};

/// `Count` images of a data set and their labels, someone else's memory.
///
/// **Errors** (compile time): what is no data set, no images, arrays of other sizes or types.
template <class DataSet, int Count, class Scalar = float>
struct examples {
private:
    using told = decltype(checking::tell_examples<DataSet, Count>());
    static constexpr int count = Count > 0 ? Count : 1;
    static constexpr extent pixels = [] {
        if constexpr (checking::data_set_like<DataSet>)
            return shape(DataSet::image).size();
        else
            return extent{0};
    }();
    using images_view = std::conditional_t<
        checking::is_right_data_set<DataSet>,
        checking::exact_view<const Scalar, static_cast<std::size_t>(count* pixels), true>,
        checking::unknown_span<const Scalar>>;

public:
    images_view images;  ///< [image][y][x][channel]
    /// The class of each.
    checking::exact_view<const std::uint8_t, static_cast<std::size_t>(count), true> labels;
};

}  // namespace typenet
