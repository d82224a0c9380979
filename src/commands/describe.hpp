// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "typenet/app/program.hpp"

namespace typenet::app {

/// A network as a table: its layers with shapes, parameters, bytes and multiply-adds, and what a
/// trainer of it holds in memory.
std::string describe(const network_facts& network);

}  // namespace typenet::app
