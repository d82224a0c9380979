// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

namespace typenet::fuzz {

using byte_list = std::vector<std::uint8_t>;

/// What zlib calls the wrapping of a compressed stream.
enum class wrapping : int { zlib = 15, gzip = 31 };

/// What the streams at the start of `packed` hold, as far as they are intact and up to `most`
/// bytes; `gzip -dc` does the same.
inline byte_list unpacked(std::span<const std::uint8_t> packed, wrapping how, std::size_t most) {
    byte_list found(most);
    std::size_t size = 0;
    while (!packed.empty() && size < most) {
        z_stream stream{};
        if (::inflateInit2(&stream, static_cast<int>(how)) != Z_OK)
            throw std::runtime_error("no room for zlib");
        stream.next_in = const_cast<Bytef*>(packed.data());
        stream.avail_in = static_cast<uInt>(packed.size());
        stream.next_out = found.data() + size;
        stream.avail_out = static_cast<uInt>(most - size);
        const int code = ::inflate(&stream, Z_FINISH);
        size += stream.total_out;
        packed = packed.subspan(stream.total_in);
        ::inflateEnd(&stream);
        if (code != Z_STREAM_END) break;
    }
    found.resize(size);
    return found;
}

inline byte_list packed(std::span<const std::uint8_t> plain, wrapping how) {
    z_stream stream{};
    constexpr int memory_level = 8;
    if (::deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, static_cast<int>(how),
                       memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("no room for zlib");
    byte_list made(::deflateBound(&stream, plain.size()));
    stream.next_in = const_cast<Bytef*>(plain.data());
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = made.data();
    stream.avail_out = static_cast<uInt>(made.size());
    ::deflate(&stream, Z_FINISH);
    made.resize(stream.total_out);
    ::deflateEnd(&stream);
    return made;
}

}  // namespace typenet::fuzz
