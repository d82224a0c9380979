// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <type_traits>

#include "typenet/base/diagnostic.hpp"
#include "typenet/base/simd.hpp"
#include "typenet/train/step.hpp"

namespace typenet::checking {

/// Whether a type means to be an optimiser at all.
template <class T>
concept named_like_an_optimizer =
    std::is_class_v<T> && (requires { typename T::settings; } || requires { T::moments; });

/// That an optimiser has no member of a name, or another one than it should.
template <class Optimizer>
constexpr complaint about_optimizer_member(const text& type, const text& name, bool is_there) {
    if (is_there)
        return {text::of("static constexpr ", type, name),
                text::of("another in ", name_of<Optimizer>())};
    return {text::of("an optimiser with ", name), text::of("none in ", name_of<Optimizer>())};
}

/// Whether a rule can be applied to a row, with so many moments.
template <class Rule, class Scalar, int Moments>
concept applies = requires(Rule& step, Scalar* at, const simd::row<Scalar, 8>& gradient,
                           const std::array<Scalar*, std::size_t{Moments}>& moments) {
    step.apply(at, moments, gradient);
};

/// What is wrong with the rule of an optimiser's steps; all else is as it should be.
template <class Optimizer, class Scalar>
constexpr complaint about_step_rule() {
    if constexpr (!requires { typename Optimizer::template step_rule<Scalar>; }) {
        return about_optimizer_member<Optimizer>({}, "step_rule<Scalar>", false);
    } else {
        using rule = typename Optimizer::template step_rule<Scalar>;
        constexpr int moments{Optimizer::moments};
        if constexpr (!std::is_constructible_v<rule, const typename Optimizer::settings&,
                                               const hyperparameters&>)
            return {"step_rule(settings, hyperparameters)",
                    text::of("none in ", name_of<Optimizer>())};
        else if constexpr (!applies<const rule, Scalar, moments>)
            return {"const apply(Scalar*, moments, row)",
                    text::of(applies<rule, Scalar, moments> ? "one that is not const in "
                             : applies<const rule, Scalar, 0> || applies<const rule, Scalar, 1> ||
                                     applies<const rule, Scalar, 2>
                                 ? "another number of moments in "
                                 : "none such in ",
                             name_of<Optimizer>())};
        else
            return {};
    }
}

/// The first member that an optimiser lacks, as optimizer/optimizer.hpp lists them.
template <class Optimizer, class Scalar>
constexpr complaint optimizer_complaint() {
    if constexpr (!named_like_an_optimizer<Optimizer>)
        return {"an optimiser, such as adam", name_of<Optimizer>()};
    else if constexpr (!requires { typename Optimizer::settings; })
        return about_optimizer_member<Optimizer>({}, "settings", false);
    else if constexpr (!std::is_default_constructible_v<typename Optimizer::settings>)
        return {"settings with values to begin with", text::of("none in ", name_of<Optimizer>())};
    else if constexpr (!requires {
                           typename std::bool_constant<(text{Optimizer::name}.length > 0)>;
                       })
        return about_optimizer_member<Optimizer>("text ", "name", requires { Optimizer::name; });
    else if constexpr (!requires { typename std::bool_constant<(int{Optimizer::moments} >= 0)>; })
        return about_optimizer_member<Optimizer>(
            "int ", "moments", requires { Optimizer::moments; });
    else if constexpr (int{Optimizer::moments} < 0)
        return {"moments of 0 or more", text::of(int{Optimizer::moments})};
    else
        return about_step_rule<Optimizer, Scalar>();
}

}  // namespace typenet::checking
