// SPDX-License-Identifier: BSL-1.0
#include "checkpoint/checksum.hpp"

#include <fmt/core.h>
#include <zlib.h>

namespace typenet::checkpoint {

void checksum::add(std::span<const std::byte> bytes) {
    if (bytes.empty()) return;  // which may be a null pointer, for which zlib starts anew
    value_ = ::crc32_z(value_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

void checksum::add(std::string_view text) {
    constexpr std::byte end{0};
    add(std::as_bytes(std::span(text)));
    add(std::span(&end, 1));
}

std::string checksum::text() const { return fmt::format("{:08x}", value_); }

std::string checksum_of(const std::map<std::string, std::string>& metadata,
                        const std::string& except, std::span<const tensor_in> tensors) {
    checksum sum;
    for (const auto& [key, text] : metadata) {
        if (key == except) continue;
        sum.add(key);
        sum.add(text);
    }
    for (const tensor_in& t : tensors) {
        sum.add(t.name);
        sum.add(std::as_bytes(t.values));
    }
    return sum.text();
}

}  // namespace typenet::checkpoint
