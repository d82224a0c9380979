// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>

#include "typenet/tensor.hpp"

/// One block of memory for all buffers of a step, shared by those that are never alive together.
namespace typenet::plan {

/// A buffer and the first and last moment at which it holds something.
struct buffer {
    extent bytes = 0;
    int first = 0;
    int last = 0;

    [[nodiscard]] constexpr bool meets(const buffer& other) const {
        return first <= other.last && other.first <= last;
    }
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

    // Those that have a place, the lowest first: one walk upwards moves past all that is in the
    // way.
    std::array<std::size_t, Count> by_offset{};
    for (std::size_t placed = 0; placed < count; ++placed) {
        const std::size_t next = by_size[placed];
        const extent bytes = padded<std::byte>(buffers[next].bytes);
        extent at = 0;
        for (std::size_t i = 0; i < placed; ++i) {
            const std::size_t other = by_offset[i];
            const extent start = result.offset[other];
            if (start >= at + bytes) break;
            if (!buffers[other].meets(buffers[next])) continue;
            at = std::max(at, start + padded<std::byte>(buffers[other].bytes));
        }
        result.offset[next] = at;
        result.bytes = std::max(result.bytes, at + bytes);
        std::size_t place = placed;
        for (; place > 0 && result.offset[by_offset[place - 1]] > at; --place)
            by_offset[place] = by_offset[place - 1];
        by_offset[place] = next;
    }
    return result;
}

}  // namespace typenet::plan
