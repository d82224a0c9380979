// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "support/error.hpp"

/// What libFuzzer and replay.cpp call with one input. A target ends the process where a rule is
/// broken; an exception that it does not expect does the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace typenet::fuzz {

/// Ends the process, unless the rule holds.
inline void demand(bool holds, std::string_view rule) {
    if (holds) return;
    std::fprintf(stderr, "broken rule: %.*s\n", static_cast<int>(rule.size()), rule.data());
    std::abort();
}

/// Something to say, on one line of a terminal, which it does not control.
inline bool is_one_sentence(std::string_view words) {
    const auto controls = [before = 0](char c) mutable {
        const auto byte = static_cast<unsigned char>(c);
        const bool escapes = before == 0xC2 && byte >= 0x80 && byte < 0xA0;  // U+0080 to U+009F
        before = byte;
        return byte < 0x20 || byte == 0x7F || escapes;
    };
    return !words.empty() && std::ranges::none_of(words, controls);
}

/// How many inputs readers took: seeds that are all refused are of another format by now.
inline std::size_t taken = 0;

/// Whether `read` takes its input. It must refuse with typenet::error, in one sentence of at most
/// `longest` bytes.
template <class Read>
bool accepts(Read&& read, std::size_t longest = 1000) {
    try {
        std::forward<Read>(read)();
        ++taken;
        return true;
    } catch (const error& refusal) {
        const std::string_view words = refusal.what();
        demand(is_one_sentence(words), "a refusal is one sentence");
        demand(words.size() <= longest, "a refusal is short");
        return false;
    }
}

}  // namespace typenet::fuzz
