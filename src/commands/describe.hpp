// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "typenet/app/model.hpp"

namespace typenet::app {

/// A network as a table: its layers with shapes, parameters, bytes and multiply-adds, and what a
/// trainer of it holds in memory.
std::string describe(const network_summary& network);

}  // namespace typenet::app
