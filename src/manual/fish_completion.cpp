// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include "manual/completion.hpp"

namespace typenet::manual {

namespace {

/// A text as one word of fish, in whose quotes \ and ' need a \.
std::string quoted(const std::string& text) {
    std::string word = "'";
    for (const char c : text) {
        if (c == '\\' || c == '\'') word += '\\';
        word += c;
    }
    return word + "'";
}

std::string value_of(const option& o) {
    switch (o.takes) {
        case operand::none:
            return "";
        case operand::number:
            return " -x";
        case operand::choice:
            return fmt::format(" -x -a {}", quoted(joined(o.choices)));
        case operand::folder:
            return " -x -a '(__fish_complete_directories)'";
        case operand::file:
            break;
    }
    return " -r -F";
}

std::string flag_line(const std::string& start, const option& o) {
    std::string line = start;
    for (const std::string& flag : o.flags)
        line += flag.starts_with("--") ? " -l " + flag.substr(2) : " -s " + flag.substr(1);
    return line + value_of(o) + " -d " + quoted(o.meaning) + "\n";
}

std::string argument_line(const std::string& start, const option& o) {
    if (o.takes == operand::file) return start + " -F\n";
    return start + " -a " + quoted(joined(o.choices)) + " -d " + quoted(o.meaning) + "\n";
}

}  // namespace

std::string fish_completion(const command_line& from) {
    const std::string& name = from.program.name;
    const std::string command_is = fmt::format("__{}_command_is", identifier(name));
    const std::string start = fmt::format("complete -c {}", quoted(name));
    const std::string no_command = fmt::format("{} -n {}", start, command_is);
    std::string text = fmt::format(
        R"(# What completes {0} in fish.

# Whether the first word is this command; without one, whether there is no word yet.
function {1}
    set -l words (commandline -opc)
    test "$words[2]" = "$argv[1]"
end

{2} -f
)",
        name, command_is, start);
    for (const option& o : from.program.flags) text += flag_line(no_command, o);
    for (const command& each : from.commands)
        text += fmt::format("{} -a {} -d {}\n", no_command, each.name, quoted(each.meaning));
    for (const command& each : from.commands) {
        const std::string here = fmt::format("{} -n '{} {}'", start, command_is, each.name);
        text += "\n";
        for (const option& o : each.arguments) text += argument_line(here, o);
        for (const option& o : each.flags) text += flag_line(here, o);
    }
    return text;
}

}  // namespace typenet::manual
