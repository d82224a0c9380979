// SPDX-License-Identifier: BSL-1.0
#include "run/make_engine.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <system_error>

#include "support/error.hpp"
#include "support/granted_threads.hpp"

namespace typenet::app {

std::unique_ptr<engine> make_engine(const model& network, int threads, int sharing) {
    try {
        return network.make(threads > 0 ? threads
                                        : std::max(1, support::threads_granted().count / sharing));
    } catch (const std::system_error& wrong) {
        throw error(fmt::format(
            "--threads: expected {} threads, which the system does not give: {}; try fewer",
            threads > 0 ? std::to_string(threads) : "the default number of",
            wrong.code().message()));
    }
}

}  // namespace typenet::app
