// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

#include "typenet/check/unknown.hpp"
#include "typenet/layer/argument.hpp"
#include "typenet/network/network.hpp"
#include "typenet/optimizer/adam.hpp"
#include "typenet/use/braces.hpp"
#include "typenet/use/optimizer_members.hpp"

namespace typenet {

/// The number of images of a minibatch, as a type: `make_trainer<Net, adam, batch<128>>()`.
template <auto... Images>
struct batch {
    /// In each step.
    static constexpr int images = sizeof...(Images) == 1 ? (detail::count_of(Images) + ... + 0) : 0;
};

/// Stands where a template argument was left out.
struct nothing {};

/// What checks the arguments of trainers and predictors before anything is made of them, and what
/// stands in for an argument that is wrong.
namespace checking {

template <class T>
inline constexpr bool is_batch = false;
template <auto... Images>
inline constexpr bool is_batch<batch<Images...>> = true;

template <auto... Images>
constexpr text spelling_of_batch(const batch<Images...>& /*unused*/) {
    return typenet::detail::spelled("batch", Images...);
}

inline constexpr int most_images = 1 << 16;

/// What kernels compute with.
template <class Scalar>
inline constexpr bool computes = std::is_same_v<Scalar, float> || std::is_same_v<Scalar, double>;

/// The arguments themselves, or stand-ins for those that are wrong.
template <class Scalar>
using scalar_or_stand_in = std::conditional_t<computes<Scalar>, Scalar, float>;
template <class Optimizer, class Scalar>
using optimizer_or_stand_in =
    std::conditional_t<optimizer_complaint<Optimizer, scalar_or_stand_in<Scalar>>().none(),
                       Optimizer, adam>;
/// The settings that an optimiser has, whatever else it may lack.
template <class Optimizer>
struct settings_or_stand_in : std::type_identity<adam::settings> {};
template <class Optimizer>
    requires std::is_default_constructible_v<typename Optimizer::settings>
struct settings_or_stand_in<Optimizer> : std::type_identity<typename Optimizer::settings> {};
template <class Optimizer>
using settings_of = typename settings_or_stand_in<Optimizer>::type;
template <class Scalar>
using floating_or_stand_in =
    std::conditional_t<std::is_floating_point_v<Scalar>, std::remove_cv_t<Scalar>, float>;

template <class Batch>
struct batch_or_stand_in_of {
    using type = batch<1>;
};
template <auto... Images>
    requires(batch<Images...>::images > 0 && batch<Images...>::images <= most_images)
struct batch_or_stand_in_of<batch<Images...>> {
    using type = batch<Images...>;
};
template <class Batch>
using batch_or_stand_in = typename batch_or_stand_in_of<Batch>::type;

template <class Scalar>
constexpr complaint scalar_complaint() {
    if (computes<Scalar>) return {};
    return {"float or double", name_of<Scalar>()};
}

/// What the reference computes with, and what tensors may hold.
template <class Scalar>
inline constexpr bool is_floating = std::is_floating_point_v<Scalar> && !std::is_const_v<Scalar>;

template <class Batch>
constexpr complaint batch_complaint() {
    if constexpr (!is_batch<Batch>)
        return {"a batch, such as batch<128>", name_of<Batch>()};
    else if constexpr (!is_made_of_unknown<Batch> &&
                       (Batch::images < 1 || Batch::images > most_images))
        return {text::of("a batch of 1 to ", most_images, " images"), spelling_of_batch(Batch{})};
    else
        return {};
}

template <class Net>
constexpr complaint classes_complaint() {
    if (Net::classes <= 256) return {};
    return {"at most 256 classes (byte labels)", text::of(Net::classes, " classes")};
}

inline constexpr extent most_bytes = extent{1} << 40;

/// More memory than any machine that this is for: what a trainer needs at least, its parameters,
/// moments and the outputs of its layers with their gradients. Sums here cannot overflow, so that
/// those of the plan cannot either.
template <class Net, class Optimizer, class Batch, class Scalar>
constexpr complaint memory_complaint() {
    constexpr auto size = static_cast<extent>(sizeof(Scalar));
    extent values = saturating_product(Net::parameters, 1 + Optimizer::moments);
    for (const layer_facts& layer : Net::facts::layer_table) {
        if (layer.role == layer_role::transform) {
            values = saturating_sum(
                values, saturating_product(extent{2} * Batch::images, layer.out.size()));
        }
    }
    const extent bytes = saturating_product(values, size);
    if (bytes <= most_bytes) return {};
    return {"memory of at most 1024 GiB", text::of(bytes >> 30, " GiB or more")};
}

/// How many arguments a function was given.
constexpr text number_of_arguments(int count) {
    if (count == 0) return "no argument";
    return text::of(count, count == 1 ? " argument" : " arguments");
}

/// What a function was given by its name, or in braces, which have no type.
template <class Given>
constexpr text name_of_given() {
    return std::is_same_v<Given, braces> ? text("something else in braces") : name_of<Given>();
}

/// That settings are those of another optimiser. To look for the learning rate there is usual.
template <class Optimizer, class Given>
constexpr fault settings_fault() {
    text wanted = text::of("settings of ", name_of<Optimizer>());
    if (std::is_same_v<Given, braces>) wanted.append(" (no learning_rate)");
    return {fault::place::use, "trainer", wanted, name_of_given<Given>(), {}};
}

/// That something else stands where a trainer's number of threads should.
template <class Given>
constexpr fault threads_fault() {
    return {fault::place::use, "trainer", "a number of threads", name_of_given<Given>(), {}};
}

/// The same for the options of `make_trainer`.
template <class Given>
constexpr fault options_fault() {
    return {fault::place::use,
            "make_trainer",
            "options: threads, seed, values",
            name_of_given<Given>(),
            {}};
}

template <auto Value>
using type_of = std::remove_const_t<decltype(Value)>;

/// The batch that is meant where a value stands: one of that number, of that type, or the one
/// behind.
template <auto Value, class Behind>
struct batch_meant_by : std::conditional<is_batch<type_of<Value>>, type_of<Value>, Behind> {};
template <auto Images, class Behind>
    requires(typenet::detail::is_whole<type_of<Images>>)
struct batch_meant_by<Images, Behind> : std::type_identity<batch<Images>> {};
template <auto Value, class Behind>
using batch_meant = batch_or_stand_in<typename batch_meant_by<Value, Behind>::type>;

/// That a value stands where a type should, such as the number of a batch.
template <class Net, auto Value>
constexpr fault value_fault(const text& use) {
    if (!is_right_network<Net>) return {};
    const text got = typenet::detail::argument_text(Value);
    if constexpr (typenet::detail::is_whole<type_of<Value>>)
        return {fault::place::use, use, text::of("batch<", got, ">"), got, {}};
    else
        return {fault::place::use, use, text::of("the type ", got), "a value of it", {}};
}

/// The first mistake in the arguments of a trainer, its network apart, and what it goes on with.
template <class Net, class Optimizer, class Batch, class Scalar>
struct training_arguments {
    static constexpr complaint memory =
        memory_complaint<right_network<Net>, optimizer_or_stand_in<Optimizer, Scalar>,
                         batch_or_stand_in<Batch>, scalar_or_stand_in<Scalar>>();
    static constexpr fault first_fault =
        first_of("trainer", {optimizer_complaint<Optimizer, scalar_or_stand_in<Scalar>>(),
                             batch_complaint<Batch>(), scalar_complaint<Scalar>(),
                             classes_complaint<right_network<Net>>(), memory});
    using network = network_or_stand_in<std::conditional_t<memory.none(), Net, nothing>>;
    using optimizer = optimizer_or_stand_in<Optimizer, Scalar>;
    using batch = batch_or_stand_in<Batch>;
    using scalar = scalar_or_stand_in<Scalar>;
};

/// Whether there is no mistake in a trainer's network and arguments.
template <class Net, class Optimizer, class Batch, class Scalar>
inline constexpr bool is_right_trainer =
    is_right_network<Net> && !is_made_of_unknown<Batch> &&
    training_arguments<Net, Optimizer, Batch, Scalar>::first_fault.none();

}  // namespace checking
}  // namespace typenet
