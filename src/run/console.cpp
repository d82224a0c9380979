// SPDX-License-Identifier: BSL-1.0
#include "run/console.hpp"

#include <fmt/core.h>

#include "support/output.hpp"

namespace typenet::app {

/// Someone may be watching a long run through a pipe, and sees each line at once. A full disk does
/// not stop the run; `app::run` reports it at the end.
void console::say(const std::string& words) {
    if (quiet_) return;
    clear();
    support::print(words + '\n');
}

void console::clear() {
    if (!drawn_) return;
    support::print("\r\x1b[K");
    drawn_ = false;
}

void console::draw() {
    terminal_ = standard_output();  // a window may have another width by now
    if (!terminal_.redraws) return;
    support::print(fmt::format("\r{}\x1b[K", progress_line(now_, terminal_)));
    drawn_ = true;
}

void console::started(const start_event& e) {
    start_ = clock::now();
    const std::string images =
        e.accumulate > 1 ? fmt::format("{} x {}", e.accumulate, e.batch) : std::to_string(e.batch);
    const std::string ranks = e.ranks > 1 ? fmt::format("{} ranks of ", e.ranks) : "";
    say(fmt::format("{} recipe, {} steps of {} images, seed {}, {}{} thread{}{}, {}", e.recipe,
                    e.steps, images, e.seed, ranks, e.threads, e.threads == 1 ? "" : "s",
                    e.threads_by.empty() ? "" : fmt::format(" ({})", e.threads_by), e.simd));
    say(fmt::format("data: {}", e.data));
    if (!e.resumed.empty())
        say(fmt::format("going on after step {} of {}", e.after_step, e.resumed));
    if (!e.inputs.empty()) say(fmt::format("inputs: {}", e.inputs));
    if (!e.initial_parameters.empty()) say(fmt::format("parameters from {}", e.initial_parameters));
}

void console::progressed(const progress_event& e) {
    if (quiet_ || !terminal_.redraws) return;
    // A mean whose weights halve in about 14 steps, divided by their sum so that the first steps
    // count in full.
    constexpr double old_share = 0.95;
    loss_sum_ = old_share * loss_sum_ + e.loss;
    loss_weight_ = old_share * loss_weight_ + 1;
    ++steps_seen_;
    const auto time = clock::now();
    // With evaluations and all: people wait for these too.
    const double seconds = std::chrono::duration<double>(time - start_).count();
    now_.step = e.step;
    now_.steps = e.steps;
    now_.epoch = e.epoch;
    now_.images_per_second = steps_seen_ * static_cast<double>(e.images) / seconds;
    now_.loss = loss_sum_ / loss_weight_;
    now_.seconds_left = seconds / steps_seen_ * (e.steps - e.step);
    constexpr auto pause = std::chrono::milliseconds(100);
    if (drawn_ && time - last_draw_ < pause && e.step != e.steps) return;
    last_draw_ = time;
    draw();
}

void console::stepped(const step_event& e) {
    const auto accuracy = [&](const char* name) {
        return e.classifies ? fmt::format(", {} {:.3f}", name, e.accuracy) : "";
    };
    if (e.after_update) {
        say(fmt::format("step {}, minibatch loss {:.4f}{}", e.step, e.loss,
                        accuracy("training accuracy")));
    } else if (!terminal_.redraws) {
        say(fmt::format(
            "step {:>6} of {}, epoch {:.2f}, loss {:.4f}{}, learning rate {:.2e}, {:.1f} ms",
            e.step, e.steps, e.epoch, e.loss, accuracy("accuracy"), e.learning_rate,
            e.milliseconds));
    }
}

void console::evaluated(const eval_event& e) {
    if (e.split == "validation") {
        now_.validation_loss = e.found.loss;
        if (e.classifies) now_.validation_accuracy = e.found.accuracy();
    }
    say(outcome_text(e.split, e.classifies, e.found));
}

void console::timed(const rank_event& e) {
    say(fmt::format("rank {} on {}: {}", e.rank, e.host, times_text(e)));
}

void console::stopped(const stop_event& e) {
    say(fmt::format("stopped after step {} of {}{}", e.step, e.steps,
                    e.checkpoint.empty() ? "; nothing was kept, for want of --checkpoint" : ""));
    if (!e.checkpoint.empty()) say(fmt::format("parameters are in {}", e.checkpoint));
    if (!e.command.empty()) say(fmt::format("to go on: {}", e.command));
}

void console::ended(const end_event& e) {
    if (e.checkpoint.empty())
        say(fmt::format("{} steps in {:.1f} s", e.steps, e.seconds));
    else
        say(fmt::format("{} steps in {:.1f} s; parameters are in {}", e.steps, e.seconds,
                        e.checkpoint));
}

void console::troubled(const std::string& sentence) {
    clear();
    support::print_error(fmt::format("warning: {}\n", sentence));
}

}  // namespace typenet::app
