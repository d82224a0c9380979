// SPDX-License-Identifier: BSL-1.0
#include "support/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace typenet::app {

namespace {

std::string_view variable(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

bool writes_utf8() {
    for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const std::string_view locale = variable(name);
        if (locale.empty()) continue;
        constexpr std::array<std::string_view, 4> encodings{"UTF-8", "utf-8", "UTF8", "utf8"};
        return std::ranges::any_of(encodings, [&](std::string_view encoding) {
            return locale.find(encoding) != std::string_view::npos;
        });
    }
    return false;
}

}  // namespace

terminal standard_output() {
    terminal found;
    const std::string_view kind = variable("TERM");
    found.redraws = ::isatty(STDOUT_FILENO) == 1 && !kind.empty() && kind != "dumb";
    found.colour = found.redraws && variable("NO_COLOR").empty();
    found.unicode = writes_utf8();
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        found.width = size.ws_col;
    return found;
}

}  // namespace typenet::app
