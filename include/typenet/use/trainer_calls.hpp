// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <type_traits>

#include "typenet/step.hpp"
#include "typenet/use/data.hpp"

namespace typenet::checking {

/// The calls of a trainer with arrays that it cannot take, for it to inherit: each is only ever an
/// error, which says what was expected. A trainer that is wrong itself takes anything, so that its
/// uses add no errors of their own. Results stand before the checks, as in network.hpp.
template <class Trainer>
class trainer_calls {
    friend Trainer;
    trainer_calls() = default;

    template <class Given, class Wanted>
    static constexpr bool is = std::is_convertible_v<Given, Wanted>;

    // Trainer is complete only once one of its calls is looked at: aliases of its types cannot
    // stand here.
    static constexpr text scalars() { return text::of(name_of<typename Trainer::scalar>(), "s"); }
    template <class Images>
    static constexpr complaint about_images() {
        return array_complaint<typename Trainer::scalar, Images>(Trainer::images_view::extent,
                                                                 scalars());
    }
    template <class Labels>
    static constexpr complaint about_labels() {
        return array_complaint<std::uint8_t, Labels>(Trainer::labels_view::extent,
                                                     "labels, std::uint8_t");
    }
    static constexpr fault first_in_call(const text& function,
                                         std::initializer_list<complaint> all) {
        return Trainer::is_right ? first_of(function, all) : fault{};
    }

public:
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

    /// The same, and too few or too many places for times.
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

    /// Elements of another type.
    template <class Images, class Labels>
        requires(!is<const Images&, std::span<const typename Trainer::scalar>> ||
                 !is<const Labels&, std::span<const std::uint8_t>>)
    evaluation evaluate(const Images& /*images*/, const Labels& /*labels*/) noexcept {
        return {};
        constexpr fault wrong = first_in_call(
            "evaluate", {row_complaint<const typename Trainer::scalar, const Images>(scalars()),
                         row_complaint<const std::uint8_t, const Labels>("labels, std::uint8_t,")});
        tell<wrong>();
    }

    /// @copydoc evaluate()
    template <class Images, class Out>
        requires(!is<const Images&, std::span<const typename Trainer::scalar>> ||
                 !is<Out&, std::span<typename Trainer::scalar>>)
    void logits(const Images& /*images*/, Out&& /*out*/) noexcept {
        constexpr fault wrong = first_in_call(
            "logits", {row_complaint<const typename Trainer::scalar, const Images>(scalars()),
                       row_complaint<typename Trainer::scalar, Out>(scalars())});
        tell<wrong>();
    }
};

}  // namespace typenet::checking
