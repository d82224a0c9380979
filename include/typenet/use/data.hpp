// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "typenet/data_set.hpp"
#include "typenet/use/training.hpp"

namespace typenet::checking {

template <class T>
concept data_set_like = requires {
    typename std::bool_constant<shape{T::image}.flat>;
    typename std::integral_constant<int, int{T::classes}>;
};

/// Whether images and classes of a data set are those of a network. A wrong network fits all.
template <class Net, class DataSet>
constexpr fault data_set_fault(const text& use) {
    constexpr bool fits_anyway =
        data_set_like<DataSet> ? !is_right_network<Net> : std::is_same_v<DataSet, any_data_set>;
    if constexpr (fits_anyway) {
        return {};
    } else if constexpr (!data_set_like<DataSet>) {
        return {fault::place::use, use, "a data set, as data_set<...>", name_of<DataSet>(), {}};
    } else {
        const text name = name_of<DataSet>();
        if (DataSet::image != Net::input_shape) {
            return {fault::place::use, use, text::of("images ", to_text(Net::input_shape)),
                    to_text(DataSet::image), name};
        }
        if (DataSet::classes != Net::classes) {
            return {fault::place::use, use, text::of(Net::classes, " classes"),
                    text::of(DataSet::classes, " classes"), name};
        }
        return {};
    }
}

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

/// What is wrong with something that should be an array of `size` numbers of one type.
template <class Element, class Given>
constexpr complaint array_complaint(extent size, const text& what) {
    using given = std::remove_cvref_t<Given>;
    if (std::is_convertible_v<const given&, std::span<const Element>> &&
        size_of_array<given> == size)
        return {};
    const text wanted = text::of(size, " ", what);
    if (size_of_array<given> < 0) return {wanted, "a size known at run time"};
    if (size_of_array<given> == size) return {wanted, name_of<given>()};
    return {wanted, text::of(size_of_array<given>)};
}

/// What is wrong with something that should be any number of elements of one type in a row.
template <class Element, class Given>
constexpr complaint row_complaint(const text& what) {
    if (std::is_convertible_v<Given&, std::span<Element>>) return {};
    return {text::of(what, " in a row"), name_of<std::remove_cvref_t<Given>>()};
}

/// A wrong array or workspace as a fault of a predictor's function.
template <class Predictor, class Image, class Room>
constexpr fault answer_fault(const text& use, bool predictor_is_right) {
    using scalar = typename Predictor::scalar;
    using room = typename Predictor::workspace;
    if (!predictor_is_right) return {};
    return first_of(use, {array_complaint<scalar, Image>(Predictor::image_view_type::extent,
                                                         text::of(name_of<scalar>(), "s")),
                          std::is_same_v<Room, room>
                              ? complaint{}
                              : complaint{"a workspace of this predictor", name_of<Room>()}});
}

/// That a predictor is to be made of something that is no parameters.
template <class Given>
constexpr fault values_fault() {
    return {fault::place::use,
            "predictor",
            "parameters, as values() of a trainer",
            name_of<Given>(),
            {}};
}

}  // namespace typenet::checking
