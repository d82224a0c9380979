// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <tuple>
#include <type_traits>

#include "typenet/check/unknown.hpp"
#include "typenet/train/step.hpp"
#include "typenet/use/braces.hpp"
#include "typenet/use/const_trainer_calls.hpp"
#include "typenet/use/data.hpp"

namespace typenet::checking {

template <class T>
inline constexpr bool is_examples = false;
template <class DataSet, int Count, class Scalar>
inline constexpr bool is_examples<examples<DataSet, Count, Scalar>> = true;

/// The calls of a trainer with arguments that it cannot take, for it to inherit: each is only ever
/// an error, which says what was expected. A trainer that is wrong itself takes anything, so that
/// its uses add no errors of their own. Results stand before the checks, as in network.hpp.
template <class Trainer>
class trainer_calls : public const_trainer_calls<Trainer> {
    using calls_of_const = const_trainer_calls<Trainer>;
    friend Trainer;
    trainer_calls() = default;

    template <class Given, class Wanted>
    static constexpr bool is = std::is_convertible_v<Given, Wanted>;

    // Trainer is complete only once one of its calls is looked at: aliases of its types cannot
    // stand here.
    static constexpr text scalars() { return text::of(name_of<typename Trainer::scalar>(), "s"); }
    template <class Images>
    static constexpr complaint about_images() {
        return array_complaint<typename Trainer::scalar, Images>(
            Trainer::images_view::extent, scalars(),
            images_before(static_cast<int>(Trainer::batch_images)));
    }
    template <class Labels>
    static constexpr complaint about_labels() {
        return array_complaint<std::uint8_t, Labels>(Trainer::labels_view::extent,
                                                     "labels, std::uint8_t");
    }
    template <class Images>
    static constexpr complaint about_row_of_images() {
        return row_complaint<const typename Trainer::scalar, const Images>(scalars());
    }
    static constexpr fault first_in_call(const text& function,
                                         std::initializer_list<complaint> all) {
        return Trainer::is_right ? first_of(function, all) : fault{};
    }

    /// Whether there are as many images as there should be, as far as sizes are part of types.
    template <class Images, class Others>
    static constexpr bool are_as_many(extent others_each) {
        constexpr extent images = size_of_array<std::remove_cvref_t<Images>>;
        constexpr extent others = size_of_array<std::remove_cvref_t<Others>>;
        return !Trainer::is_right || images < 0 || others < 0 ||
               images * others_each == others * static_cast<extent>(Trainer::image_size);
    }
    template <class Images, class Others>
    static constexpr complaint about_sizes(extent others_each, const text& what) {
        if (are_as_many<Images, Others>(others_each)) return {};
        return {text::of(static_cast<extent>(Trainer::image_size), " ", scalars(), " for ",
                         others_each, " ", what),
                text::of(size_of_array<std::remove_cvref_t<Images>>, " for ",
                         size_of_array<std::remove_cvref_t<Others>>)};
    }

    /// What is wrong with examples for a function.
    template <class DataSet, int Count, class Numbers>
    static constexpr fault examples_fault(const text& function, int wanted) {
        using scalar = typename Trainer::scalar;
        if (!Trainer::is_right || !is_right_data_set<DataSet>) return {};
        const fault found = data_set_fault<typename Trainer::network, DataSet>(function);
        if (!found.none()) return found;
        return first_of(function, {count_complaint(wanted, Count, "images"),
                                   std::is_same_v<scalar, Numbers>
                                       ? complaint{}
                                       : complaint{text::of("images of ", scalars()),
                                                   text::of(name_of<Numbers>(), "s")}});
    }

    /// Whether hyperparameters are where they should be in a call of `step`.
    template <class... Given>
    static constexpr bool is_step = [] {
        using all = std::tuple<Given..., void>;
        constexpr std::size_t count = sizeof...(Given);
        if constexpr (count == 3 || (count == 2 && is_examples<std::tuple_element_t<0, all>>))
            return is<const std::tuple_element_t<count - 1, all>&, hyperparameters>;
        else
            return false;
    }();
    static constexpr complaint about_step_of(int count) {
        return {"images, labels, hyperparameters", number_of_arguments(count)};
    }
    template <class... Given>
    static constexpr complaint about_step() {
        using all = std::tuple<Given..., void>;
        constexpr int count = sizeof...(Given);
        if constexpr (count == 3 || (count == 2 && is_examples<std::tuple_element_t<0, all>>))
            return {"hyperparameters", name_of<std::tuple_element_t<count - 1, all>>()};
        else if constexpr (count > 0 && is_examples<std::tuple_element_t<0, all>>)
            return {"examples, hyperparameters", number_of_arguments(count)};
        else
            return about_step_of(count);
    }

    static constexpr complaint about_braces{"step, learning_rate, keep_probability, seed",
                                            name_of_given<braces>()};

public:
    using calls_of_const::evaluate;
    using calls_of_const::logits;
    using calls_of_const::step;
    using calls_of_const::timed_step;

    /// Sizes that are not known to be right.
    template <class Images, class Labels>
        requires(!is<const Images&, typename Trainer::images_view> ||
                 !is<const Labels&, typename Trainer::labels_view>)
    step_result step(const Images& /*images*/, const Labels& /*labels*/,
                     const hyperparameters& /*numbers*/) noexcept {
        return {};
        constexpr fault wrong =
            first_in_call("step", {about_images<Images>(), about_labels<Labels>()});
        tell<wrong>();
    }

    /// Other arguments.
    template <class... Given>
        requires(!is_step<Given...>)
    step_result step(const Given&... /*unused*/) noexcept {
        return {};
        constexpr fault wrong = first_in_call("step", {about_step<Given...>()});
        tell<wrong>();
    }

    // Braces have no type: what takes them must say which it is.

    /// Something else than hyperparameters in braces.
    template <class T = Trainer, std::same_as<braces> Numbers = braces>
    step_result step(typename T::images_view /*images*/, typename T::labels_view /*labels*/,
                     const Numbers& /*numbers*/) noexcept {
        return {};
        constexpr fault wrong = first_in_call("step", {about_braces});
        tell<wrong>();
    }
    /// The same behind examples of a data set.
    template <class DataSet, int Count, class Scalar, std::same_as<braces> Numbers = braces>
    step_result step(const examples<DataSet, Count, Scalar>& /*from*/,
                     const Numbers& /*numbers*/) noexcept {
        return {};
        constexpr fault wrong = first_in_call("step", {about_braces});
        tell<wrong>();
    }
    /// Hyperparameters in braces behind one argument.
    template <class Images>
        requires(!is_examples<Images>)
    step_result step(const Images& /*images*/, const hyperparameters& /*numbers*/) noexcept {
        return {};
        constexpr fault wrong = first_in_call("step", {about_step_of(2)});
        tell<wrong>();
    }
    /// Hyperparameters in braces before more arguments.
    template <class Images, class Labels, class... More>
        requires(sizeof...(More) > 0)
    step_result step(const Images& /*images*/, const Labels& /*labels*/,
                     const hyperparameters& /*numbers*/, const More&... /*unused*/) noexcept {
        return {};
        constexpr fault wrong = first_in_call("step", {about_step_of(3 + sizeof...(More))});
        tell<wrong>();
    }
    /// Labels in braces.
    template <class Images, class Label>
    step_result step(const Images& /*images*/, std::initializer_list<Label> /*labels*/,
                     const hyperparameters& /*numbers*/) noexcept {
        return {};
        constexpr fault wrong = first_in_call(
            "step", {about_images<Images>(), about_labels<std::initializer_list<Label>>()});
        tell<wrong>();
    }

    /// Sizes that are not known to be right, and too few or too many places for times.
    template <class Images, class Labels, class Times>
        requires(!is<const Images&, typename Trainer::images_view> ||
                 !is<const Labels&, typename Trainer::labels_view> ||
                 !is<Times&, std::span<stage_time, static_cast<std::size_t>(Trainer::stages)>>)
    step_result timed_step(const Images& /*images*/, const Labels& /*labels*/,
                           const hyperparameters& /*numbers*/, Times&& /*times*/) noexcept {
        return {};
        constexpr fault wrong = first_in_call(
            "timed_step", {about_images<Images>(), about_labels<Labels>(),
                           array_complaint<stage_time, Times>(Trainer::stages, "stage times"),
                           row_complaint<stage_time, Times>("stage times")});
        tell<wrong>();
    }

    /// No places for times.
    template <class Images, class Labels>
    step_result timed_step(const Images& /*images*/, const Labels& /*labels*/,
                           const hyperparameters& /*numbers*/) noexcept {
        return {};
        constexpr fault wrong =
            first_in_call("timed_step", {{"places for times at the end", "none"}});
        tell<wrong>();
    }

    /// Elements of another type, or not as many of one as of the other.
    template <class Images, class Labels>
        requires(!is<const Images&, std::span<const typename Trainer::scalar>> ||
                 !is<const Labels&, std::span<const std::uint8_t>> ||
                 !are_as_many<Images, Labels>(1))
    evaluation evaluate(const Images& /*images*/, const Labels& /*labels*/) noexcept {
        return {};
        constexpr fault wrong = first_in_call(
            "evaluate", {about_row_of_images<Images>(),
                         row_complaint<const std::uint8_t, const Labels>("labels, std::uint8_t,"),
                         about_sizes<Images, Labels>(1, "label")});
        tell<wrong>();
    }

    /// Other arguments.
    template <class... Given>
        requires(sizeof...(Given) != 2)
    evaluation evaluate(const Given&... /*unused*/) noexcept {
        return {};
        constexpr fault wrong =
            first_in_call("evaluate", {{"images, labels", number_of_arguments(sizeof...(Given))}});
        tell<wrong>();
    }

    /// The same, with hyperparameters in braces.
    template <class Images, class Labels>
    evaluation evaluate(const Images& /*images*/, const Labels& /*labels*/,
                        const hyperparameters& /*numbers*/) noexcept {
        return {};
        constexpr fault wrong =
            first_in_call("evaluate", {{"images, labels", number_of_arguments(3)}});
        tell<wrong>();
    }

    /// As for `evaluate`.
    template <class Images, class Out>
        requires(!is<const Images&, std::span<const typename Trainer::scalar>> ||
                 !is<Out&, std::span<typename Trainer::scalar>> ||
                 !are_as_many<Images, Out>(Trainer::network::classes))
    void logits(const Images& /*images*/, Out&& /*out*/) noexcept {
        constexpr fault wrong = first_in_call(
            "logits",
            {about_row_of_images<Images>(), row_complaint<typename Trainer::scalar, Out>(scalars()),
             about_sizes<Images, Out>(Trainer::network::classes, "logits")});
        tell<wrong>();
    }

    /// Other arguments.
    template <class... Given>
        requires(sizeof...(Given) != 2)
    auto logits(const Given&... /*unused*/) noexcept {
        return unknown_span<typename Trainer::scalar>{};
        constexpr fault wrong = first_in_call(
            "logits", {{"images, room for logits", number_of_arguments(sizeof...(Given))}});
        tell<wrong>();
    }

    /// No number.
    // Not [[nodiscard]]: a call would be warned of beside its one error.
    template <class... Given>
        requires(sizeof...(Given) != 1 || !(is<const Given&, std::size_t> && ...))
    const auto& moment(const Given&... /*unused*/) const {  // NOLINT(modernize-use-nodiscard)
        return static_cast<const Trainer&>(*this).values();
        constexpr text got = [] {
            text name = number_of_arguments(sizeof...(Given));
            if (sizeof...(Given) == 1)
                ((name = is<const Given&, std::string_view> ? text("a name") : name_of<Given>()),
                 ...);
            return name;
        }();
        constexpr fault wrong = first_in_call("moment", {{"the number of a moment", got}});
        tell<wrong>();
    }
};

}  // namespace typenet::checking
