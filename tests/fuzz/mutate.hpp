// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

/// libFuzzer's: changes bytes in place, returns how many there are now.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* bytes, std::size_t size, std::size_t most);
/// What it calls instead, where a format has checksums and compression that few changes survive.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* bytes, std::size_t size,
                                               std::size_t most, unsigned seed);

namespace typenet::fuzz {

using byte_list = std::vector<std::uint8_t>;

inline bool one_of(unsigned many, unsigned seed) { return seed % many == 0; }

/// Changes bytes as libFuzzer would.
inline void mutate(byte_list& bytes, std::size_t most) {
    if (most == 0) return;
    const std::size_t size = std::min(bytes.size(), most);
    bytes.resize(most);
    bytes.resize(LLVMFuzzerMutate(bytes.data(), size, most));
}

/// Writes what was made; as much of it as there is room for.
inline std::size_t give(const byte_list& made, std::uint8_t* bytes, std::size_t most) {
    const std::size_t size = std::min(made.size(), most);
    std::copy_n(made.begin(), size, bytes);
    return size;
}

}  // namespace typenet::fuzz
