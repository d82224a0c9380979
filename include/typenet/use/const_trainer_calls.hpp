// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "typenet/train/step.hpp"
#include "typenet/use/data.hpp"

namespace typenet::checking {

template <class Trainer>
class trainer_calls;

/// The calls of a trainer that is const, with arguments that it would take if it were not: each is
/// only ever an error. Also what answers needs its buffers, which `predictor` has not.
// Templates, so that Trainer is complete where they are looked at.
template <class Trainer>
class const_trainer_calls {  // NOLINT(bugprone-crtp-constructor-accessibility): of trainer_calls
    friend trainer_calls<Trainer>;
    const_trainer_calls() = default;

    static constexpr fault fault_of(const text& function) {
        if (!Trainer::is_right) return {};
        return {fault::place::use, function, "a trainer that is not const", "a const one", {}};
    }

public:
    // Not [[nodiscard]]: a call would be warned of beside its one error.
    // NOLINTBEGIN(modernize-use-nodiscard)

    /// On a minibatch.
    template <class T = Trainer>
    step_result step(typename T::images_view /*images*/, typename T::labels_view /*labels*/,
                     const hyperparameters& /*numbers*/) const noexcept {
        return {};
        constexpr fault wrong = fault_of("step");
        tell<wrong>();
    }
    /// On examples of a data set.
    template <class DataSet, int Count, class Numbers>
    step_result step(const examples<DataSet, Count, Numbers>& /*from*/,
                     const hyperparameters& /*numbers*/) const noexcept {
        return {};
        constexpr fault wrong = fault_of("step");
        tell<wrong>();
    }

    /// On a minibatch, with places for times.
    template <class T = Trainer>
    step_result timed_step(
        typename T::images_view /*images*/, typename T::labels_view /*labels*/,
        const hyperparameters& /*numbers*/,
        std::span<stage_time, static_cast<std::size_t>(T::stages)> /*times*/) const noexcept {
        return {};
        constexpr fault wrong = fault_of("timed_step");
        tell<wrong>();
    }

    /// Of any number of images.
    template <class T = Trainer>
    evaluation evaluate(std::span<const typename T::scalar> /*images*/,
                        std::span<const std::uint8_t> /*labels*/) const noexcept {
        return {};
        constexpr fault wrong = fault_of("evaluate");
        tell<wrong>();
    }
    /// Of examples of a data set.
    template <class DataSet, int Count, class Numbers>
    evaluation evaluate(const examples<DataSet, Count, Numbers>& /*from*/) const noexcept {
        return {};
        constexpr fault wrong = fault_of("evaluate");
        tell<wrong>();
    }

    /// Of any number of images.
    template <class T = Trainer>
    void logits(std::span<const typename T::scalar> /*images*/,
                std::span<typename T::scalar> /*out*/) const noexcept {
        constexpr fault wrong = fault_of("logits");
        tell<wrong>();
    }
    // NOLINTEND(modernize-use-nodiscard)
};

}  // namespace typenet::checking
