// SPDX-License-Identifier: BSL-1.0
#include "manual/commands.hpp"

#include <fmt/format.h>

#include <cctype>
#include <sstream>

namespace typenet::manual {

namespace {

std::vector<std::string> split(const std::string& words, char at) {
    std::vector<std::string> parts;
    std::istringstream from(words);
    for (std::string part; std::getline(from, part, at);) parts.push_back(part);
    return parts;
}

option option_of(const CLI::Option& defined) {
    option found;
    for (const std::string& name : defined.get_snames()) found.flags.push_back("-" + name);
    for (const std::string& name : defined.get_lnames()) found.flags.push_back("--" + name);
    found.meaning = defined.get_description();
    if (defined.get_items_expected_max() == 0) return found;
    const std::string type = defined.get_type_name();
    found.name = defined.get_positional() ? defined.get_name(true) : type;
    found.preset = defined.get_default_str();
    found.repeats = defined.get_items_expected_max() > 1;
    if (type.find('|') != std::string::npos) {
        found.takes = operand::choice;
        found.choices = split(type, '|');
    } else {
        found.takes = type == "FILE"  ? operand::file
                      : type == "DIR" ? operand::folder
                                      : operand::number;
    }
    return found;
}

command command_of(const CLI::App& defined) {
    command found{defined.get_name(), defined.get_description(), {}, {}};
    for (const CLI::Option* const o : defined.get_options())
        (o->get_positional() ? found.arguments : found.flags).push_back(option_of(*o));
    return found;
}

}  // namespace

command_line commands_of(const CLI::App& program) {
    command_line found{command_of(program), {}};
    for (const CLI::App* const each : program.get_subcommands(nullptr))
        found.commands.push_back(command_of(*each));
    return found;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    return fmt::format("{}", fmt::join(words, between));
}

std::string flags_of(const std::vector<option>& options, std::string_view between) {
    std::vector<std::string> all;
    for (const option& o : options) all.insert(all.end(), o.flags.begin(), o.flags.end());
    return joined(all, between);
}

std::string identifier(const std::string& name) {
    std::string made = name;
    for (char& c : made)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
    return made;
}

}  // namespace typenet::manual
