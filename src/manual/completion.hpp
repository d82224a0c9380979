// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <string>

#include "manual/commands.hpp"

namespace typenet::manual {

/// Scripts that make a shell complete a program's commands, flags and values: for a file in the
/// shell's folder of completions, or to be read when the shell starts.
std::string bash_completion(const command_line& from);
std::string fish_completion(const command_line& from);
std::string zsh_completion(const command_line& from);

/// The scripts by the names of their shells.
inline const std::map<std::string, std::string (*)(const command_line&)> completions{
    {"bash", bash_completion}, {"fish", fish_completion}, {"zsh", zsh_completion}};

}  // namespace typenet::manual
