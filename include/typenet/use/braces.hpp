// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Braces have no type of which an error could speak, and where their names or values fit nothing,
/// a compiler lists every function of that name. These types take them then. Where braces are
/// right, overload resolution takes what they are for: no template's parameter, or a more special
/// one.
namespace typenet::checking {

/// Takes values of any type, braces too.
struct anything {
    template <class... Given>
    constexpr anything(const Given&... /*unused*/) {}  // NOLINT: not explicit
};

/// What stands in braces and fits nothing there: the names that options, settings and
/// hyperparameters have, and those that other frameworks give them, in the order that each wants.
struct braces {
    // Compilers warn of a member that is left out and has no initialiser.
    // NOLINTBEGIN(readability-redundant-member-init)
    anything threads = {}, thread = {}, num_threads = {};
    anything epochs = {}, epoch = {}, steps = {}, step = {}, batch = {}, batch_size = {};
    anything learning_rate = {}, lr = {}, rate = {}, alpha = {};
    anything momentum = {}, nesterov = {}, dampening = {}, betas = {}, beta1 = {}, beta2 = {};
    anything rho = {}, epsilon = {}, eps = {}, weight_decay = {};
    anything keep_probability = {}, keep_prob = {}, dropout = {}, dropout_rate = {};
    anything seed = {}, values = {}, initial_values = {}, init = {}, initializer = {};
    // NOLINTEND(readability-redundant-member-init)
};

}  // namespace typenet::checking
