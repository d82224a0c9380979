// SPDX-License-Identifier: BSL-1.0
#include "run/events.hpp"

#include <fmt/core.h>

namespace typenet::app {

std::string outcome_text(const std::string& split, bool classifies, const evaluation& found) {
    if (!classifies)
        return fmt::format("{} loss {:.4f} ({} images)", split, found.loss, found.images);
    return fmt::format("{} accuracy {:.4f} ({} of {} images), loss {:.4f}", split, found.accuracy(),
                       found.correct, found.images, found.loss);
}

std::string times_text(const rank_event& of) {
    const double all = of.computing + of.exchanging + of.waiting;
    const auto percent = [&](double seconds) { return all > 0 ? 100 * seconds / all : 0; };
    return fmt::format("{:.0f} % computing, {:.0f} % exchanging, {:.0f} % waiting",
                       percent(of.computing), percent(of.exchanging), percent(of.waiting));
}

}  // namespace typenet::app
