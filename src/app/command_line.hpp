// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>

#include "app/recipe.hpp"

namespace typenet::app {

/// What `typenet train` was asked for.
struct train_options {
    recipe how;
    std::filesystem::path data;  ///< empty: the built-in digits
    std::uint64_t seed = 1;
    int threads = 0;  ///< 0: all cores
    std::filesystem::path init_from;
    std::filesystem::path checkpoint;
    std::filesystem::path log;
    bool quiet = false;
};

/// What the whole program was asked for.
struct request {
    enum class kind { train, describe, finished } what = kind::finished;
    train_options train;
};

/// Reads the command line. Help and the version are printed here; then nothing is left to do.
///
/// **Errors**: usage_error, one sentence with what was not understood.
request read_command_line(int argc, char** argv);

}  // namespace typenet::app
