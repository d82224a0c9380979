// SPDX-License-Identifier: BSL-1.0
#include "drawing/frame.hpp"

#include <algorithm>
#include <array>

#include "drawing/paper.hpp"

namespace typenet::drawing {

namespace {

enum class side { top, left, bottom, right };
constexpr std::array sides{side::top, side::left, side::bottom, side::right};

/// The outermost line of a part.
box line_of(const box& part, side at) {
    switch (at) {
        case side::top:
            return {part.top, part.left, 1, part.width};
        case side::left:
            return {part.top, part.left, part.height, 1};
        case side::bottom:
            return {part.top + part.height - 1, part.left, 1, part.width};
        case side::right:
            return {part.top, part.left + part.width - 1, part.height, 1};
    }
    return part;
}

box without_line(const box& part, side at) {
    switch (at) {
        case side::top:
            return {part.top + 1, part.left, part.height - 1, part.width};
        case side::left:
            return {part.top, part.left + 1, part.height, part.width - 1};
        case side::bottom:
            return {part.top, part.left, part.height - 1, part.width};
        case side::right:
            return {part.top, part.left, part.height, part.width - 1};
    }
    return part;
}

/// The part inside a frame; the whole, if there is none.
box inside_frame(const plane& grey) {
    const box whole{0, 0, grey.height, grey.width};
    const paper rim(border_of(grey));
    const auto share_of_rim = [&](const box& line) {
        int same = 0;
        for (int y = line.top; y < line.top + line.height; ++y)
            for (int x = line.left; x < line.left + line.width; ++x)
                if (rim.shows(grey.at(y, x), place(y, grey.height), place(x, grey.width))) ++same;
        return static_cast<double>(same) / (line.height * line.width);
    };
    // What is left of a picture in a frame; of anything else no frame can be told.
    const int least_side = std::max(grey.height, grey.width) / 4 + 2;

    box inner = whole;
    for (bool goes_on = true; goes_on;) {
        goes_on = false;
        for (const side at : sides) {
            constexpr double nearly_all = 0.95;
            if (share_of_rim(line_of(inner, at)) < nearly_all) continue;
            inner = without_line(inner, at);
            if (std::min(inner.height, inner.width) < least_side) return whole;
            goes_on = true;
        }
    }
    const bool all_four = inner.top > 0 && inner.left > 0 &&
                          inner.top + inner.height < grey.height &&
                          inner.left + inner.width < grey.width;
    // A drawing on a margin begins with a few of a line's pixels, or with a bar on one side.
    const auto begins_at_once = [&](side at) { return share_of_rim(line_of(inner, at)) <= 0.5; };
    if (!all_four || !std::ranges::all_of(sides, begins_at_once)) return whole;

    const int faint_edge = std::max(grey.height, grey.width) / 100 + 1;
    for (int i = 0; i < faint_edge; ++i)
        for (const side at : sides) inner = without_line(inner, at);
    return std::min(inner.height, inner.width) < least_side ? whole : inner;
}

}  // namespace

plane without_frame(const plane& grey) {
    const box inner = inside_frame(grey);
    if (inner.height == grey.height) return grey;
    plane sheet = part_of(grey, inner);
    return inside_frame(sheet).height == sheet.height ? sheet : grey;
}

}  // namespace typenet::drawing
