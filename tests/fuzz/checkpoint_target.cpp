// SPDX-License-Identifier: BSL-1.0
// A whole checkpoint: safetensors, the JSON in it, and what a run goes on with.
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>

#include "checkpoint/checkpoint.hpp"
#include "memory_file.hpp"
#include "run/settings.hpp"
#include "target.hpp"
#include "unit/still_life.hpp"

namespace {

using namespace typenet;
using fuzz::demand;

bool all_finite(still::still_life& engine) {
    for (std::size_t i = 0; i < still::net::tensors.size(); ++i) {
        for (const std::span<float> values :
             {engine.parameter(i), engine.moment(0, i), engine.moment(1, i)})
            for (const float value : values)
                if (!std::isfinite(value)) return false;
    }
    return true;
}

/// Whether `read` takes a file into an engine; one that is refused must leave it.
template <class Read>
bool takes(Read&& read) {
    const still::still_life before(1);
    still::still_life engine(1);
    const bool taken = fuzz::accepts([&] { std::forward<Read>(read)(engine); });
    demand(taken || engine == before, "a file that is refused changes nothing");
    demand(all_finite(engine), "values are finite");
    return taken;
}

void check(const app::run_state& state) {
    demand(state.step <= state.how.steps, "a run goes on where it was");
    demand(app::settings_text(app::recipe_of(app::settings_text(state.how))) ==
               app::settings_text(state.how),
           "settings can be written and read again");
    if (state.best) demand(state.best->correct >= 0, "a count is no less than nothing");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const fuzz::memory_file file;
    static const app::network_summary facts = still::facts_of_net();
    file.put(std::span(bytes, size));
    using app::same_layers;
    const bool goes_on = takes([&](still::still_life& engine) {
        const app::run_state state = app::read_checkpoint(file.path(), facts, engine);
        check(state);
    });
    const bool same = takes(
        [&](auto& engine) { app::read_parameters(file.path(), facts, engine, same_layers::yes); });
    const bool any = takes(
        [&](auto& engine) { app::read_parameters(file.path(), facts, engine, same_layers::no); });
    demand(same || !goes_on, "a checkpoint of a run has parameters");
    demand(any || !same, "parameters of the same layers are parameters");
    return 0;
}
