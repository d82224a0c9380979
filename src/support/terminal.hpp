// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace typenet::app {

/// What the standard output can show. A pipe, a file and a dumb terminal show lines and no more.
struct terminal {
    bool redraws = false;  ///< a line can be written over
    bool colour = false;   ///< and NO_COLOR does not ask for none
    bool unicode = false;
    int width = 80;  ///< columns, at the time of asking
};

/// **Source**: no-color.org for NO_COLOR; POSIX for the locale's variables and their order.
terminal standard_output();

}  // namespace typenet::app
