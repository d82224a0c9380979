// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <string>

#include "manual/commands.hpp"

namespace typenet::manual {

/// Scripts that make a shell complete a program's commands, flags and values. Each is for a file in
/// the shell's folder of completions, or for the shell to read as it starts.
std::string bash_completion(const command_line& from);
std::string fish_completion(const command_line& from);
std::string zsh_completion(const command_line& from);

/// The shells by their names.
inline const std::map<std::string, std::string (*)(const command_line&)> completions{
    {"bash", bash_completion}, {"fish", fish_completion}, {"zsh", zsh_completion}};

}  // namespace typenet::manual
