// SPDX-License-Identifier: BSL-1.0
#include "run/choices.hpp"

#include <fmt/core.h>

#include <cmath>

#include "checkpoint/checkpoint.hpp"
#include "data/input_maker.hpp"
#include "support/error.hpp"

namespace typenet::app {

namespace {

/// A row of measured values, of one place, cannot be turned or moved.
data::augmentation augmentation_for(const network_summary& network, const train_options& options) {
    const data::augmentation how = options.augment.value_or(options.how.augment);
    if (network.input.height > 1 || network.input.width > 1) return how;
    if (options.augment && how != data::augmentation{})
        throw usage_error(
            fmt::format("--augment: expected none for inputs of {}, which are no images, found {}",
                        typenet::to_text(network.input).view(), data::to_text(how)));
    return {};
}

}  // namespace

recipe recipe_for(const network_summary& network, const train_options& options) {
    recipe how = options.how;
    const update_options& updates = how.updates;
    if ((updates.momentum || updates.nesterov) && !network.has_momentum)
        throw usage_error(fmt::format("--{}: expected an optimiser with momentum, as sgd, found {}",
                                      updates.momentum ? "momentum" : "nesterov",
                                      network.optimizer.view()));
    how.augment = augmentation_for(network, options);
    return how;
}

data::input_scaling inputs_for(const network_summary& network, const train_options& options,
                               const recipe& how, const data::input_scaling& of_file,
                               const data::labelled_images& train) {
    data::input_scaling inputs = of_file;
    const data::value_kind kind = data::kind_of(train);
    const data::input_scaling& given = options.inputs;
    if (inputs.values != data::value_kind::any || inputs.changes_values()) {
        expect_values_of(options.init_from, inputs, kind);
        data::input_scaling wanted = inputs;
        if (!given.mean.empty()) wanted.mean = given.mean;
        if (!given.deviation.empty()) wanted.deviation = given.deviation;
        if (options.normalise || !data::same_scaling(wanted, inputs, network.input.channels))
            throw error(fmt::format(
                "checkpoint {}: expected the inputs that the network was trained on, {}, found {}",
                options.init_from.string(), data::to_text(inputs),
                options.normalise ? "--normalise" : data::to_text(wanted)));
    } else if (given.changes_values()) {
        inputs = given;
    } else if (options.normalise || how.normalise) {
        inputs = data::measured(train);
    }
    inputs.values = kind;
    return inputs;
}

std::uint32_t steps_for(const network_summary& network, const recipe& how, std::size_t images) {
    const std::uint32_t most = most_steps / how.accumulate;
    if (how.steps > most)
        throw error(fmt::format(
            "--steps: expected at most {}, since a run has at most {} minibatches and a step "
            "--accumulate {}, found {}",
            most, most_steps, how.accumulate, how.steps));
    if (how.steps > 0 || how.epochs <= 0) return how.steps;
    const double images_of_step = static_cast<double>(network.batch) * how.accumulate;
    const double steps = std::ceil(how.epochs * static_cast<double>(images) / images_of_step);
    if (steps > most)
        throw error(fmt::format(
            "--epochs: expected at most {:.0f} times through {} images, since a run has at most {} "
            "steps, found {}",
            std::floor(most * images_of_step / static_cast<double>(images)), images, most,
            how.epochs));
    return static_cast<std::uint32_t>(steps);
}

}  // namespace typenet::app
