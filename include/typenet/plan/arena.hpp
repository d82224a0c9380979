// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>

#include "typenet/base/tensor_view.hpp"

/// One block of memory for all buffers of a step, shared by those that are never alive together.
namespace typenet::plan {

/// A buffer and the first and last moment at which it holds something.
struct buffer {
    extent bytes = 0;
    int first = 0;
    int last = 0;
};

template <std::size_t Count>
struct arena_layout {
    std::array<extent, Count> offset{};
    extent bytes = 0;
};

/// An offset for each buffer such that buffers that live together do not overlap: the largest
/// first, each at the lowest place that is free for the whole of its life. Empty ones are at 0.
///
/// **Units**: bytes; every offset is a multiple of `alignment`.
/// **Cost**: compile time only, Count² comparisons: clang takes a million steps at most, and deep
/// networks have hundreds of buffers.
/// **Source**: greedy by size, as in Pisarchyk and Lee, "Efficient memory management for deep
/// neural net inference", 2020, section 5.
template <std::size_t Count>
constexpr arena_layout<Count> lay_out(const std::array<buffer, Count>& buffers) {
    arena_layout<Count> result;
    std::array<std::size_t, Count> by_size{};
    std::size_t count = 0;
    for (std::size_t i = 0; i < Count; ++i)
        if (buffers[i].bytes > 0) by_size[count++] = i;
    const auto used = by_size.begin() + static_cast<std::ptrdiff_t>(count);
    std::sort(by_size.begin(), used, [&](std::size_t a, std::size_t b) {
        return buffers[a].bytes != buffers[b].bytes ? buffers[a].bytes > buffers[b].bytes : a < b;
    });

    // Those that have one, the lowest first: one walk upwards moves past all that is in the way.
    struct place {
        extent start, end;
        int first, last;
    };
    std::array<place, Count> places{};
    place* const lowest = places.data();
    place* highest = lowest;
    for (std::size_t i = 0; i < count; ++i) {
        const buffer& next = buffers[by_size[i]];
        const extent bytes = padded<std::byte>(next.bytes);
        extent at = 0;
        for (const place* there = lowest; there != highest && there->start < at + bytes; ++there)
            if (there->first <= next.last && next.first <= there->last && there->end > at)
                at = there->end;
        result.offset[by_size[i]] = at;
        result.bytes = std::max(result.bytes, at + bytes);
        place* hole = highest++;
        for (; hole != lowest && hole[-1].start > at; --hole) *hole = hole[-1];
        *hole = {at, at + bytes, next.first, next.last};
    }
    return result;
}

}  // namespace typenet::plan
