// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace typenet::fuzz {

/// One file of images and one of labels in one input: a byte of choices, the size of the first file
/// in two bytes, the lower first, and both files.
struct idx_input {
    bool as_training = false;  ///< or as test files
    bool in_colour = false;
    std::span<const std::uint8_t> images;
    std::span<const std::uint8_t> labels;

    static constexpr std::size_t head = 3;

    idx_input(const std::uint8_t* bytes, std::size_t size) {
        if (size < head) return;
        as_training = (bytes[0] & 1) != 0;
        in_colour = (bytes[0] & 2) != 0;
        const std::span files(bytes + head, size - head);
        const std::size_t wanted = bytes[1] + (std::size_t{bytes[2]} << 8);
        images = files.first(wanted < files.size() ? wanted : files.size());
        labels = files.subspan(images.size());
    }
};

}  // namespace typenet::fuzz
