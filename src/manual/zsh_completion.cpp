// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include "manual/completion.hpp"
#include "support/shell_word.hpp"

namespace typenet::manual {

namespace {

/// A meaning as _arguments takes it between [ and ].
std::string explanation(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '\\' || c == '[' || c == ']' || c == ':') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

/// What _arguments does to complete a value.
std::string action_of(const option& o) {
    switch (o.takes) {
        case operand::choice:
            return fmt::format("({})", joined(o.choices));
        case operand::file:
            return "_files";
        case operand::folder:
            return "_files -/";
        case operand::none:
        case operand::number:
            break;
    }
    return " ";
}

/// The words that describe a flag to _arguments, one for each of its names.
std::vector<std::string> flag_words(const option& o) {
    std::vector<std::string> words;
    const bool takes = o.takes != operand::none;
    // A flag that has been given is not offered again under another name.
    const std::string others = o.flags.size() > 1 ? "(" + joined(o.flags) + ")" : "";
    for (const std::string& flag : o.flags) {
        std::string word =
            fmt::format("{}{}{}[{}]", others, flag, takes ? "=" : "", explanation(o.meaning));
        if (takes)
            word +=
                fmt::format(":{}:{}", o.takes == operand::choice ? "value" : o.name, action_of(o));
        words.push_back(support::shell_word(word));
    }
    return words;
}

std::vector<std::string> words_of(const command& of) {
    std::vector<std::string> words;
    for (const option& o : of.flags)
        for (const std::string& word : flag_words(o)) words.push_back(word);
    for (const option& o : of.arguments)
        words.push_back(support::shell_word(
            fmt::format("{}:{}:{}", o.repeats ? "*" : "1", o.name, action_of(o))));
    return words;
}

}  // namespace

std::string zsh_completion(const command_line& from) {
    const std::string& name = from.program.name;
    std::string commands;
    std::string cases;
    for (const command& each : from.commands) {
        commands +=
            fmt::format("        {}\n", support::shell_word(each.name + ":" + each.meaning));
        cases += fmt::format(
            "                {})\n                    _arguments {}\n                    ;;\n",
            each.name, joined(words_of(each), " \\\n                        "));
    }
    return fmt::format(
        R"(#compdef {0}
# What completes {0} in zsh.
_{1}() {{
    local context state line
    typeset -A opt_args
    local -a commands=(
{2}    )
    _arguments -C \
        {3} \
        '1:command:->command' \
        '*::argument:->arguments' && return
    case $state in
        command) _describe -t commands command commands ;;
        arguments)
            case $line[1] in
{4}            esac
            ;;
    esac
}}
# A file that zsh loads by itself is the function; one that is sourced defines it.
if [[ $funcstack[1] == _{1} ]]; then
    _{1} "$@"
else
    compdef _{1} {0}
fi
)",
        support::shell_word(name), identifier(name), commands,
        joined(words_of(from.program), " \\\n        "), cases);
}

}  // namespace typenet::manual
