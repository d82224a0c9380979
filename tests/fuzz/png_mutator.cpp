// SPDX-License-Identifier: BSL-1.0
// Changes a picture's chunks, or the pixels that are compressed in them, and makes the checksums
// right again.
#include <zlib.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "gzip.hpp"
#include "mutate.hpp"

namespace {

using namespace typenet::fuzz;

constexpr std::size_t signature_bytes = 8;
constexpr std::size_t frame_bytes = 12;  // length, kind, checksum

struct chunk {
    std::array<std::uint8_t, 4> kind;
    byte_list data;

    [[nodiscard]] bool is(std::string_view name) const { return std::ranges::equal(kind, name); }
};

std::uint32_t word_at(const byte_list& bytes, std::size_t at) {
    return std::uint32_t{bytes[at]} << 24 | std::uint32_t{bytes[at + 1]} << 16 |
           std::uint32_t{bytes[at + 2]} << 8 | std::uint32_t{bytes[at + 3]};
}
void append_word(byte_list& to, std::uint32_t word) {
    for (const int place : {24, 16, 8, 0}) to.push_back(static_cast<std::uint8_t>(word >> place));
}

std::vector<chunk> chunks_of(const byte_list& file) {
    std::vector<chunk> chunks;
    for (std::size_t at = signature_bytes; at + frame_bytes <= file.size();) {
        const std::size_t length =
            std::min<std::size_t>(word_at(file, at), file.size() - at - frame_bytes);
        const auto kind = file.begin() + static_cast<std::ptrdiff_t>(at) + 4;
        chunk& next = chunks.emplace_back();
        std::copy_n(kind, 4, next.kind.begin());
        next.data.assign(kind + 4, kind + 4 + static_cast<std::ptrdiff_t>(length));
        at += frame_bytes + length;
    }
    return chunks;
}

byte_list file_of(const byte_list& signature, const std::vector<chunk>& chunks) {
    byte_list file(signature.begin(), signature.begin() + signature_bytes);
    for (const chunk& c : chunks) {
        append_word(file, static_cast<std::uint32_t>(c.data.size()));
        const std::size_t begin = file.size();
        file.insert(file.end(), c.kind.begin(), c.kind.end());
        file.insert(file.end(), c.data.begin(), c.data.end());
        append_word(file, static_cast<std::uint32_t>(
                              ::crc32_z(0, file.data() + begin, file.size() - begin)));
    }
    return file;
}

void mutate_pixels(std::vector<chunk>& chunks) {
    constexpr std::size_t most = std::size_t{1} << 16;
    const auto first = std::ranges::find_if(chunks, [](const chunk& c) { return c.is("IDAT"); });
    if (first == chunks.end()) return;
    byte_list compressed;
    for (const chunk& c : chunks)
        if (c.is("IDAT")) compressed.insert(compressed.end(), c.data.begin(), c.data.end());
    byte_list pixels = unpacked(compressed, wrapping::zlib, most);
    mutate(pixels, most);
    first->data = packed(pixels, wrapping::zlib);
    const auto others =
        std::remove_if(std::next(first), chunks.end(), [](const chunk& c) { return c.is("IDAT"); });
    chunks.erase(others, chunks.end());
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* bytes, std::size_t size,
                                               std::size_t most, unsigned seed) {
    if (size < signature_bytes || one_of(4, seed)) return LLVMFuzzerMutate(bytes, size, most);
    const byte_list file(bytes, bytes + size);
    std::vector<chunk> chunks = chunks_of(file);
    if (chunks.empty()) return LLVMFuzzerMutate(bytes, size, most);
    if (one_of(3, seed / 4)) {
        mutate_pixels(chunks);
    } else if (one_of(3, seed / 12)) {
        byte_list all = file_of(file, chunks);  // chunks come, go and meet
        mutate(all, most);
        if (all.size() < signature_bytes) return give(all, bytes, most);
        chunks = chunks_of(all);
        return give(file_of(all, chunks), bytes, most);
    } else {
        mutate(chunks[seed / 36 % chunks.size()].data, most);
    }
    return give(file_of(file, chunks), bytes, most);
}
