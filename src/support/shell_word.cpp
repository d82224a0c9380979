// SPDX-License-Identifier: BSL-1.0
#include "support/shell_word.hpp"

#include <algorithm>
#include <string_view>

namespace typenet::support {

std::string shell_word(const std::string& text) {
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+=:,@%";
    const auto is_plain = [&](char c) { return plain.find(c) != std::string_view::npos; };
    if (!text.empty() && std::ranges::all_of(text, is_plain)) return text;
    std::string word = "'";
    for (const char c : text) {
        if (c == '\'')
            word += "'\\''";
        else
            word += c;
    }
    return word + "'";
}

}  // namespace typenet::support
