// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "typenet/app/program.hpp"

namespace typenet::app {

/// Writes an engine's parameters under their names, e.g. conv1.weights [5,5,1,32].
void write_checkpoint(const std::filesystem::path& file, const network_facts& network, engine& from,
                      const std::map<std::string, std::string>& facts);

/// Sets an engine's parameters from a file that must hold exactly this network's, or leaves them.
void read_checkpoint(const std::filesystem::path& file, const network_facts& network, engine& to);

}  // namespace typenet::app
