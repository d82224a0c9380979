// SPDX-License-Identifier: BSL-1.0
#include "app/console.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <string>
#include <utility>

namespace typenet::app {

namespace {

/// A line that a pipe sees at once: someone may be watching a long run through one. A full disk
/// does not stop the run; `app::run` tells of it at the end.
template <class... Parts>
void say(fmt::format_string<Parts...> words, Parts&&... parts) {
    const std::string line = fmt::format(words, std::forward<Parts>(parts)...) + '\n';
    std::fputs(line.c_str(), stdout);
    std::fflush(stdout);
}

}  // namespace

void console::started(const start_event& e) {
    say("{} recipe, {} steps of {} images, seed {}, {} thread{}, {}", e.recipe, e.steps, e.batch,
        e.seed, e.threads, e.threads == 1 ? "" : "s", e.simd);
    say("data: {}", e.data);
    if (!e.initial_parameters.empty()) say("parameters from {}", e.initial_parameters);
}

void console::stepped(const step_event& e) {
    if (e.after_update) {
        say("step {}, minibatch loss {:.4f}, training accuracy {:.3f}", e.step, e.loss, e.accuracy);
    } else {
        say("step {:>6} of {}, epoch {:.2f}, loss {:.4f}, accuracy {:.3f}, learning rate {:.2e}, "
            "{:.1f} ms",
            e.step, e.steps, e.epoch, e.loss, e.accuracy, e.learning_rate, e.milliseconds);
    }
}

void console::evaluated(const eval_event& e) {
    say("{} accuracy {:.4f} ({} of {} images), loss {:.4f}", e.split, e.found.accuracy(),
        e.found.correct, e.found.images, e.found.loss);
}

void console::ended(const end_event& e) {
    if (e.checkpoint.empty())
        say("{} steps in {:.1f} s", e.steps, e.seconds);
    else
        say("{} steps in {:.1f} s; parameters are in {}", e.steps, e.seconds, e.checkpoint);
}

}  // namespace typenet::app
