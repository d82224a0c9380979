// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "checkpoint/safetensors.hpp"

namespace typenet::checkpoint {

/// A CRC-32, fed piece by piece, as eight hexadecimal digits: it finds damage, not forgery.
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

/// The checksum of what a file holds, however it is laid out: each text of the metadata but
/// `except`, and each tensor's name and values, in the order given.
std::string checksum_of(const std::map<std::string, std::string>& metadata,
                        const std::string& except, std::span<const tensor_in> tensors);

}  // namespace typenet::checkpoint
