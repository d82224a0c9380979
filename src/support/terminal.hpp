// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace typenet::app {

/// What standard output can show. Pipes, files and dumb terminals show lines and no more.
struct terminal {
    bool redraws = false;  ///< a line can be written over
    bool colour = false;   ///< unless NO_COLOR is set
    bool unicode = false;
    int width = 80;  ///< columns, at the time of asking
};

/// **Source**: no-color.org for NO_COLOR; POSIX for the locale's variables and their order.
terminal standard_output();

}  // namespace typenet::app
