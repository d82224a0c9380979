// SPDX-License-Identifier: BSL-1.0
#pragma once

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
/// first, each at the lowest place that is free for the whole of its life.
///
/// **Units**: bytes; every offset is a multiple of `alignment`.
/// **Cost**: compile time only, Count³ comparisons.
/// **Source**: greedy by size, as in Pisarchyk and Lee, "Efficient memory management for deep
/// neural net inference", 2020, section 5.
template <std::size_t Count>
constexpr arena_layout<Count> lay_out(const std::array<buffer, Count>& buffers) {
    arena_layout<Count> result;
    std::array<bool, Count> placed{};
    for (std::size_t round = 0; round < Count; ++round) {
        std::size_t next = Count;
        for (std::size_t i = 0; i < Count; ++i)
            if (!placed[i] && (next == Count || buffers[i].bytes > buffers[next].bytes)) next = i;
        const extent bytes = padded<std::byte>(buffers[next].bytes);
        // Move up past whatever is in the way until nothing is.
        extent at = 0;
        for (bool moved = true; moved;) {
            moved = false;
            for (std::size_t i = 0; i < Count; ++i) {
                if (!placed[i] || !buffers[i].meets(buffers[next])) continue;
                const extent end = result.offset[i] + padded<std::byte>(buffers[i].bytes);
                if (at < end && result.offset[i] < at + bytes) {
                    at = end;
                    moved = true;
                }
            }
        }
        result.offset[next] = at;
        placed[next] = true;
        if (at + bytes > result.bytes) result.bytes = at + bytes;
    }
    return result;
}

}  // namespace typenet::plan
