// SPDX-License-Identifier: BSL-1.0
// The settings of a run, JSON in a checkpoint's metadata.
#include <cmath>
#include <cstddef>
#include <string>

#include "run/recipe.hpp"
#include "run/settings.hpp"
#include "target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace typenet;
    using fuzz::demand;
    const std::string text(reinterpret_cast<const char*>(bytes), size);
    app::recipe how;
    if (!fuzz::accepts([&] { how = app::recipe_of(text); }, 250)) return 0;
    demand(how.keep_probability > 0 && how.keep_probability <= 1, "a share of units is kept");
    demand(how.learning_rate > 0 && how.learning_rate <= 1e3, "a learning rate is within limits");
    demand(how.steps <= 1'000'000'000 && how.log_every >= 1, "steps are within limits");
    const std::string written = app::settings_text(how);
    demand(app::settings_text(app::recipe_of(written)) == written,
           "settings that were read can be written and read again");
    return 0;
}
