// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

/// What is written of a command line from its CLI11 definition: the manual page, and what shells
/// need to complete it.
namespace typenet::manual {

/// What stands behind a flag, or alone, as far as a shell can help with it.
enum class operand { none, number, choice, file, folder };

/// A flag, or an argument that has none.
struct option {
    std::vector<std::string> flags;  ///< "-h", "--help"; none for an argument
    std::string name;                ///< of the value, for people: "N", "FILE", "IMAGE"
    operand takes = operand::none;
    bool repeats = false;              ///< may be given any number of times
    std::vector<std::string> choices;  ///< all values there are, of a choice
    std::string preset;                ///< the default; empty if there is none to be told
    std::string meaning;
};

struct command {
    std::string name;
    std::string meaning;
    std::vector<option> flags;
    std::vector<option> arguments;
};

/// A whole command line: a program, its flags, and its commands with theirs.
struct command_line {
    command program;
    std::vector<command> commands;
};

/// Reads the definition. What a value is, is told by its name there: FILE, DIR, choices with |
/// between, and anything else for a number.
command_line commands_of(const CLI::App& program);

/// All flags of some options, with spaces between.
std::string flags_of(const std::vector<option>& options, std::string_view between = " ");

/// The words, with something between.
std::string joined(const std::vector<std::string>& words, std::string_view between = " ");

/// A program's name as part of a shell function's: what is no letter or digit becomes _.
std::string identifier(const std::string& name);

}  // namespace typenet::manual
