// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

// First, so that their errors have a short way to the user's file.
#include "typenet/base/diagnostic.hpp"
#include "typenet/network/network.hpp"

namespace typenet {

/// The shape of a data set's images and the number of its classes, as a type. Derive from it to
/// give a data set a name: `struct mnist : data_set<28, 28, 1, 10> {};`
template <int Height, int Width, int Channels, int Classes>
    requires(Height > 0 && Width > 0 && Channels > 0 && Classes > 0)
struct data_set {
    static constexpr shape image = shape::image(Height, Width, Channels);  ///< of each image
    static constexpr int classes = Classes;                                ///< labels are below
};

/// The same for regression: the shape of the images, and how many numbers are wanted of each.
template <int Height, int Width, int Channels, int Targets>
    requires(Height > 0 && Width > 0 && Channels > 0 && Targets > 0)
struct regression_data_set {
    static constexpr shape image = shape::image(Height, Width, Channels);  ///< of each image
    static constexpr int targets = Targets;                                ///< of each image
};

/// A type that says what a data set does, as constants.
template <class T>
concept data_set_type =
    requires { typename std::bool_constant<shape(T::image).flat>; } &&
    (requires { typename std::integral_constant<int, int{T::classes}>; } ||
     requires { typename std::integral_constant<int, int{T::targets}>; });

/// Any data set: what a program loads is only known when it runs.
struct any_data_set {};

namespace checking {

/// What a network's loss compares with, and what a data set has for it.
/// @{
template <network_type Net>
constexpr text targets_of_network() {
    using loss = loss_of<Net>;
    if (loss::classifies) return text::of(Net::classes, " classes");
    return text::of("targets of ", to_text(shape::values(loss::targets(Net::output_shape))));
}
template <data_set_type DataSet>
constexpr text targets_of_data_set() {
    if constexpr (requires { DataSet::classes; })
        return text::of(int{DataSet::classes}, " classes");
    else
        return text::of("targets of ", to_text(shape::values(int{DataSet::targets})));
}
/// @}

/// Whether images and targets of a data set are those of a network. A wrong network fits all.
template <network_type Net, class DataSet>
constexpr fault data_set_fault(const text& use) {
    if constexpr (Net::is_right && data_set_type<DataSet>) {
        const text name = name_of<DataSet>();
        if (DataSet::image != Net::input_shape)
            return {fault::place::use, use, text::of("images ", to_text(Net::input_shape)),
                    to_text(shape(DataSet::image)), name};
        const text wanted = targets_of_network<Net>();
        const text given = targets_of_data_set<DataSet>();
        if (wanted != given) return {fault::place::use, use, wanted, given, name};
    }
    return {};
}

}  // namespace checking
}  // namespace typenet
