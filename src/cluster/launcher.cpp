// SPDX-License-Identifier: BSL-1.0
#include "cluster/launcher.hpp"

#include <array>
#include <cstdlib>

namespace typenet::cluster {

std::optional<launched> launched_as() {
    struct variables {
        const char* rank;
        const char* count;
    };
    // srun alone sets SLURM_PROCID, but for the shell of a batch script too: it tells nothing.
    constexpr std::array all{variables{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},
                             variables{"PMIX_RANK", "SLURM_NTASKS"},
                             variables{"PMI_RANK", "PMI_SIZE"}};
    for (const variables& one : all) {
        const char* const rank = std::getenv(one.rank);
        if (rank == nullptr) continue;
        const char* const count = std::getenv(one.count);
        return launched{std::atoi(rank), count == nullptr ? 0 : std::atoi(count)};
    }
    return std::nullopt;
}

}  // namespace typenet::cluster
