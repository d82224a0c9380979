// SPDX-License-Identifier: BSL-1.0
#include <fmt/core.h>

#include <cstdlib>

#include "cluster/launcher.hpp"
#include "cluster/ranks.hpp"
#include "support/error.hpp"

namespace typenet::cluster {

/// If there are others, everybody would train alone and write the same files.
std::unique_ptr<ranks> join() {
    const std::optional<launched> here = launched_as();
    if (here && here->count > 1) {
        if (here->rank != 0) std::exit(2);  // rank 0 says it
        throw usage_error(fmt::format(
            "ranks: expected 1, since this program was built without MPI (TYPENET_MPI), found {}",
            here->count));
    }
    return std::make_unique<ranks>();
}

}  // namespace typenet::cluster
