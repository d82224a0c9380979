// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "checkpoint/safetensors.hpp"

namespace typenet::checkpoint {

/// A CRC-32 as eight hexadecimal digits, fed piece by piece: finds accidents, not forgers.
///
/// **Source**: zlib's.
class checksum {
public:
    void add(std::span<const std::byte> bytes);
    /// A text and its end, so that "ab", "c" is another sequence than "a", "bc".
    void add(std::string_view text);
    [[nodiscard]] std::string text() const;

private:
    unsigned long value_ = 0;
};

/// Of what a file says, however it is written down: each text of the metadata but `except`, and
/// each tensor's name and values, in the order given.
std::string checksum_of(const std::map<std::string, std::string>& metadata,
                        const std::string& except, std::span<const tensor_in> tensors);

}  // namespace typenet::checkpoint
