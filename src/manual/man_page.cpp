// SPDX-License-Identifier: BSL-1.0
#include "manual/man_page.hpp"

#include <fmt/format.h>

#include <cctype>

namespace typenet::manual {

namespace {

/// A text as a line of its own. Hyphens stay hyphens, so that flags can be copied.
std::string prose(const std::string& text) {
    std::string escaped;
    if (text.starts_with('.') || text.starts_with('\'')) escaped = "\\&";
    for (const char c : text) {
        if (c == '\\')
            escaped += "\\e";
        else if (c == '-')
            escaped += "\\-";
        else
            escaped += c;
    }
    return escaped;
}

/// mdoc writes the first hyphen of a flag itself.
std::string flags(const option& o) {
    std::string macros;
    for (const std::string& flag : o.flags)
        macros += fmt::format("{} Fl {}", macros.empty() ? "" : " ,", flag.substr(1));
    return macros;
}

std::string value(const option& o) {
    if (o.takes == operand::none) return {};
    const std::string more = o.repeats ? " ..." : "";
    if (o.takes != operand::choice) return fmt::format(" Ar {}{}", o.name, more);
    return fmt::format(" Cm {}{}", joined(o.choices, " | "), more);
}

std::string item(const option& o) {
    std::string text = fmt::format(".It{}{}\n{}.\n", flags(o), value(o), prose(o.meaning));
    if (!o.preset.empty()) text += fmt::format("The default is\n.Cm {} .\n", o.preset);
    return text;
}

std::string list(const std::vector<option>& options) {
    if (options.empty()) return {};
    std::string text = ".Bl -tag -width Ds\n";
    for (const option& o : options) text += item(o);
    return text + ".El\n";
}

/// Without --help, which each command has and which is documented once.
std::vector<option> own_flags(const command& of) {
    std::vector<option> own = of.flags;
    std::erase_if(own, [](const option& o) { return flags_of({o}).ends_with("--help"); });
    return own;
}

std::string synopsis(const command& of) {
    std::string line = fmt::format(".Nm\n.Cm {}\n", of.name);
    if (!own_flags(of).empty()) line += ".Op Ar option ...\n";
    for (const option& o : of.arguments) line += fmt::format(".{}\n", value(o).substr(1));
    return line;
}

std::string section(const command& of) {
    return fmt::format(".Ss {}\n{}.\n{}{}", of.name, prose(of.meaning), list(of.arguments),
                       list(own_flags(of)));
}

/// "Trains a network." as what follows a dash.
std::string one_line(std::string sentence) {
    sentence.front() =
        static_cast<char>(std::tolower(static_cast<unsigned char>(sentence.front())));
    if (sentence.ends_with('.')) sentence.pop_back();
    return prose(sentence);
}

// The texts that are not in the definition of the options.
constexpr const char* rest = R"(.Sh ENVIRONMENT
.Bl -tag -width Ds
.It Ev TYPENET_DATA
Folder with the data set, where
.Fl -data
is not given.
.It Ev TYPENET_TARGET
.Cm v2 ,
.Cm v3
or
.Cm v4 :
the level of x86-64 to run, in a program that was built for all of them.
.It Ev NO_COLOR
If set, no colours are used on a terminal.
.It Ev TERM
With
.Cm dumb
no line redraws on a terminal.
.El
.Sh FILES
A run with
.Fl -checkpoint Ar FILE
writes
.Bl -tag -width Ds
.It Ar FILE
the newest checkpoint, in the format of safetensors;
.It Ar FILE Ns Pa .1 , Ar FILE Ns Pa .2 , No ...
what it was before, as many as
.Fl -keep\-last
leaves room for;
.It Ar FILE Ns Pa .best
the checkpoint that did best on the validation images.
.El
.Pp
Each is replaced as a whole or not at all.
.Sh EXIT STATUS
.Bl -tag -width Ds
.It 0
All went well.
.It 1
Something failed: a file that cannot be read or written, a loss that is no number.
.It 2
The command line asks for something that there is not.
.It 130 , 143 , 129 , 138
Training was stopped by Ctrl-C, SIGTERM, SIGHUP or SIGUSR1, after a whole step.
.El
.Sh EXAMPLES
Train on the digits that the program draws, and keep what was learnt:
.Pp
.Dl {0} train --checkpoint model.safetensors
.Pp
Go on after an interruption:
.Pp
.Dl {0} train --resume model.safetensors
.Pp
Evaluate it, and ask it about a picture:
.Pp
.Dl {0} eval --checkpoint model.safetensors
.Dl {0} predict --checkpoint model.safetensors seven.png
)";

}  // namespace

std::string man_page(const command_line& from, const std::string& version,
                     const std::string& date) {
    const std::string& name = from.program.name;
    std::string title = name;
    for (char& c : title) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    std::string synopses;
    std::string sections;
    for (const command& each : from.commands) {
        synopses += synopsis(each);
        sections += section(each);
    }
    std::string alone;
    for (const option& o : from.program.flags)
        alone += fmt::format("{}Fl {}", alone.empty() ? "" : " | ", o.flags.back().substr(1));
    return fmt::format(R"(.Dd {0}
.Dt {1} 1
.Os typenet {2}
.Sh NAME
.Nm {3}
.Nd {4}
.Sh SYNOPSIS
{5}.Nm
.{6}
.Sh DESCRIPTION
The program knows one network, which it was compiled with.
An option's value may be a word of its own, or follow an equals sign.
Each command has
.Fl -help
too.
{7}{8})",
                       date, title, version, name, one_line(from.program.meaning), synopses, alone,
                       list(from.program.flags), sections) +
           fmt::format(fmt::runtime(rest), name);
}

}  // namespace typenet::manual
