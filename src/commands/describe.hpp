// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>

#include "typenet/app/model.hpp"

namespace typenet::app {

/// What `typenet describe` was asked for.
struct describe_options {
    bool as_json = false;
};

/// A network as a table, or as one JSON object of bytes and counts: its layers with shapes,
/// parameters, bytes and multiply-adds, the stages of a training step, and what a trainer of it
/// holds in memory. Where the program has several networks, a list of them follows.
std::string describe(const network_summary& network, std::span<const model> all,
                     const describe_options& options);

}  // namespace typenet::app
