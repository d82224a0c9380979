// SPDX-License-Identifier: BSL-1.0
#include "support/error.hpp"

#include <cstddef>

namespace typenet {

std::string one_line(std::string words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto byte = static_cast<unsigned char>(words[i]);
        const auto next = static_cast<unsigned char>(i + 1 < words.size() ? words[i + 1] : ' ');
        if (byte < 0x20 || byte == 0x7F) words[i] = '?';
        if (byte == 0xC2 && next >= 0x80 && next < 0xA0) words.replace(i, 2, "?");
    }
    return words;
}

}  // namespace typenet
