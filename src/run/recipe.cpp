// SPDX-License-Identifier: BSL-1.0
#include "run/recipe.hpp"

namespace typenet::app {

recipe notebook_recipe() {
    recipe r;
    r.name = "notebook";
    r.seed = 33;
    r.values = initial_values::standard_normal;
    r.keep_probability = 0.25;
    r.learning_rate = 1e-3;
    r.steps = 600;
    r.log_every = 10;
    r.reports_after_update = true;
    r.first_test_images = 256;
    return r;
}

recipe modern_recipe() {
    recipe r;
    r.name = "modern";
    r.values = initial_values::he_normal;
    r.keep_probability = 0.75;
    r.learning_rate = 2e-3;
    r.rate_schedule = schedule::one_cycle;
    r.augment = {.shift = 1};
    r.epochs = 5;
    r.log_every = 100;
    return r;
}

recipe cifar_recipe() {
    recipe r;
    r.name = "cifar";
    r.values = initial_values::he_normal;
    r.learning_rate = 0.2;
    r.rate_schedule = schedule::one_cycle;
    r.weight_decay = 5e-4;
    r.updates.momentum = 0.9;
    r.updates.nesterov = true;
    r.augment = {.flip = true, .shift = 4, .reflect = true};
    r.normalise = true;
    r.epochs = 30;
    r.log_every = 100;
    return r;
}

}  // namespace typenet::app
