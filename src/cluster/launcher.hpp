// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>

namespace typenet::cluster {

/// What a launcher of parallel programs has told this process by its environment.
struct launched {
    int rank = 0;
    int count = 1;  ///< 0: it does not say
};

/// By mpirun of OpenMPI, or by what speaks PMIx or PMI: MPICH's mpiexec, Intel's, srun. Nothing, if
/// somebody just started the program.
std::optional<launched> launched_as();

}  // namespace typenet::cluster
