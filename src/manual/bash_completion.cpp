// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include "manual/completion.hpp"
#include "support/shell_word.hpp"

namespace typenet::manual {

namespace {

/// A branch of `case`: some flags, and what completes the word behind one of them.
std::string branch(const std::vector<option>& flags, const std::string& what) {
    if (flags.empty()) return {};
    return fmt::format("                    {}) {} ;;\n", flags_of(flags, " | "), what);
}

// Files and folders are left to readline, which knows what to quote.
constexpr const char* a_file = "compopt -o default; return";
constexpr const char* a_folder = "compopt -o dirnames; return";

std::vector<option> those_that_take(operand what, const std::vector<option>& all) {
    std::vector<option> some;
    for (const option& o : all)
        if (o.takes == what) some.push_back(o);
    return some;
}

/// The words that may stand where no flag waits for its value.
std::string without_flag(const command& of) {
    std::string words = flags_of(of.flags);
    for (const option& argument : of.arguments) {
        if (argument.takes == operand::file)
            return fmt::format("if [[ $word == -* ]]; then words='{}'; else {}; fi", words, a_file);
        words = fmt::format("{} {}", joined(argument.choices), words);
    }
    return fmt::format("words='{}'", words);
}

std::string branches(const command& of) {
    std::string text;
    text += branch(those_that_take(operand::file, of.flags), a_file);
    text += branch(those_that_take(operand::folder, of.flags), a_folder);
    text += branch(those_that_take(operand::number, of.flags), "return");
    for (const option& o : those_that_take(operand::choice, of.flags))
        text += branch({o}, fmt::format("words='{}'", joined(o.choices)));
    return text + fmt::format("                    *) {} ;;\n", without_flag(of));
}

}  // namespace

std::string bash_completion(const command_line& from) {
    const std::string& name = from.program.name;
    std::string names;
    std::string cases;
    for (const command& each : from.commands) {
        names += each.name + " ";
        cases += fmt::format(
            "            {})\n                case $before in\n{}                esac\n"
            "                ;;\n",
            each.name, branches(each));
    }
    return fmt::format(
        R"(# What completes {0} in bash.
_{1}() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} words=
    # In --flag=value the sign is a word of its own.
    if [[ $word == = ]]; then
        word=
    elif [[ $before == = ]]; then
        before=${{COMP_WORDS[COMP_CWORD - 2]}}
    fi
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        words='{2}{3}'
    else
        case ${{COMP_WORDS[1]}} in
{4}        esac
    fi
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -F _{1} {5}
)",
        name, identifier(name), names, flags_of(from.program.flags), cases,
        support::shell_word(name));
}

}  // namespace typenet::manual
