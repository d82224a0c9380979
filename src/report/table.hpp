// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

namespace typenet::report {

/// Cells that are HTML already.
using cells = std::vector<std::string>;

/// A row of a table; `kind` is td or th.
std::string row(const cells& of, const char* kind = "td");

/// A table with its heads above it, in a box of its own if it is wider than the page; where it is
/// `tall`, in one that shows so much of it. `rows` are what `row` makes.
std::string table(const char* id, const cells& heads, const std::string& rows, bool tall = false);

/// A number for the eye: what it is, how much, and the id of its element or nothing.
struct figure {
    const char* name;
    std::string value;
    const char* id = "";
};
std::string figures(const std::vector<figure>& of);

}  // namespace typenet::report
