// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

/// A command line as its CLI11 definition has it. The manual page and the shells' completions are
/// written from it.
namespace typenet::manual {

/// The kind of value that a flag or an argument takes, as far as a shell can complete it.
enum class operand { none, number, choice, file, folder };

/// A flag, or an argument that has none.
struct option {
    std::vector<std::string> flags;  ///< "-h", "--help"; none for an argument
    std::string name;                ///< of the value, for people: "N", "FILE", "IMAGE"
    operand takes = operand::none;
    bool repeats = false;              ///< may be given any number of times
    std::vector<std::string> choices;  ///< all values there are, of a choice
    std::string preset;                ///< the default; empty if there is none
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

/// Reads the definition. The kind of a value follows from its name there: FILE, DIR, choices with |
/// between them; anything else is a number.
command_line commands_of(const CLI::App& program);

/// All flags of some options.
std::string flags_of(const std::vector<option>& options, std::string_view between = " ");

/// The words, with `between` between them.
std::string joined(const std::vector<std::string>& words, std::string_view between = " ");

/// A program's name as part of a shell function's name: anything but letters and digits becomes _.
std::string identifier(const std::string& name);

}  // namespace typenet::manual
