// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>
#include <tuple>

#include "typenet/train/data_set.hpp"
#include "typenet/use/arrays.hpp"
#include "typenet/use/training.hpp"

namespace typenet::checking {

/// Whether images and classes of a data set are those of a network. A wrong network fits all.
template <class Net, class DataSet>
constexpr fault data_set_fault(const text& use) {
    constexpr bool fits_anyway =
        data_set_like<DataSet> ? !is_right_network<Net> : std::is_same_v<DataSet, any_data_set>;
    if constexpr (fits_anyway) {
        return {};
    } else if constexpr (!data_set_like<DataSet>) {
        constexpr complaint wrong = data_set_complaint<DataSet>();
        return {fault::place::use, use, wrong.expects, wrong.got, {}};
    } else {
        const text name = name_of<DataSet>();
        if (!(DataSet::image == Net::input_shape)) {
            return {fault::place::use, use, text::of("images ", to_text(Net::input_shape)),
                    to_text(shape(DataSet::image)), name};
        }
        if (!(DataSet::classes == Net::classes)) {
            return {fault::place::use, use, text::of(Net::classes, " classes"),
                    text::of(int{DataSet::classes}, " classes"), name};
        }
        return {};
    }
}

/// That a trainer was given more than it takes.
constexpr fault trainer_fault(int count) {
    return {fault::place::use, "trainer", "threads, settings", number_of_arguments(count), {}};
}

/// The same of `make_trainer`.
constexpr fault make_fault(int count) {
    return {fault::place::use, "make_trainer", "options, settings", number_of_arguments(count), {}};
}

template <class... Given>
inline constexpr bool are_arguments_of_main = false;
template <class Count, class Values>
inline constexpr bool are_arguments_of_main<Count, Values> =
    std::is_convertible_v<Count, int> && std::is_convertible_v<Values, char**>;

/// That `app::run` was given something else than `main` is.
template <class... Given>
constexpr fault main_fault() {
    text got = number_of_arguments(sizeof...(Given));
    if (sizeof...(Given) == 2) ((got = name_of<std::remove_cvref_t<Given>>()), ...);
    return {fault::place::use, "app::run", "int argc, char** argv", got, {}};
}

/// What is wrong with a predictor's room for an answer.
template <class Room, class Given>
constexpr complaint room_complaint() {
    using type = std::remove_reference_t<Given>;
    const text wanted = "a workspace of this predictor";
    if (std::is_pointer_v<type>) return {wanted, "a pointer"};
    if (diagnostic::signature<type>().find("::workspace") != std::string_view::npos &&
        !std::is_same_v<std::remove_const_t<type>, Room>)
        return {wanted, "that of another"};
    if (!std::is_same_v<std::remove_const_t<type>, Room>) return {wanted, name_of<type>()};
    if (std::is_const_v<type>) return {wanted, "one that is const"};
    if (!std::is_lvalue_reference_v<Given>) return {wanted, "one that nobody keeps"};
    return {};
}

/// A wrong array or workspace as a fault of a predictor's function.
template <class Predictor, class... Given>
constexpr fault answer_fault(const text& use, bool predictor_is_right) {
    using scalar = typename Predictor::scalar;
    if (!predictor_is_right) return {};
    if constexpr (sizeof...(Given) != 2) {
        return first_of(use, {{"an image, a workspace", number_of_arguments(sizeof...(Given))}});
    } else {
        using all = std::tuple<Given...>;
        return first_of(
            use, {array_complaint<scalar, std::tuple_element_t<0, all>>(
                      Predictor::image_view_type::extent, text::of(name_of<scalar>(), "s"),
                      images_before(1)),
                  room_complaint<typename Predictor::workspace, std::tuple_element_t<1, all>>()});
    }
}

}  // namespace typenet::checking
