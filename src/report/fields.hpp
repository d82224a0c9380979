// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <kainjow/mustache.hpp>
#include <string>
#include <utility>

#include "report/bitmap.hpp"

namespace typenet::report {

/// What page.html is filled with: a text, a yes or no, an object of named fields, or a list. The
/// template escapes texts itself, but for those in three braces, which are HTML already.
using fields = kainjow::mustache::data;
using object = kainjow::mustache::object;

/// A list of what `make` gives for each of a range.
template <class Range, class Make>
fields list_of(const Range& range, const Make& make) {
    kainjow::mustache::list made;
    for (const auto& each : range) made.push_back(make(each));
    return {made};
}

/// width, height and src of an `<img>`: `side` pixels wide and high at most, each pixel of the
/// picture a whole number of them where there is room.
object picture_fields(const bitmap& picture, int side);

/// page.html filled with these fields; what is missing stays empty.
std::string render(const fields& all);

}  // namespace typenet::report
