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

}  // namespace typenet::app
