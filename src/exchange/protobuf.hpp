// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace typenet::exchange {

/// Writes one message of Protocol Buffers, field by field: the four kinds of field that ONNX
/// needs. The library would bring a compiler for its files into the build for these lines.
///
/// **Source**: protobuf.dev, "Encoding".
class message {
public:
    message& number(int field, std::int64_t value) {
        key(field, 0);
        varint(static_cast<std::uint64_t>(value));
        return *this;
    }
    message& real(int field, float value) {
        key(field, 5);
        const auto bits = std::bit_cast<std::uint32_t>(value);
        for (int shift = 0; shift < 32; shift += 8) bytes_ += static_cast<char>(bits >> shift);
        return *this;
    }
    message& text(int field, std::string_view value) {
        key(field, 2);
        varint(value.size());
        bytes_ += value;
        return *this;
    }
    message& nested(int field, const message& value) { return text(field, value.bytes_); }

    [[nodiscard]] const std::string& bytes() const { return bytes_; }

private:
    void key(int field, int kind) { varint(static_cast<std::uint64_t>(field << 3 | kind)); }
    /// Seven bits a byte, the lowest first; the highest bit of a byte says that more follow.
    void varint(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
        bytes_ += static_cast<char>(value);
    }

    std::string bytes_;
};

}  // namespace typenet::exchange
