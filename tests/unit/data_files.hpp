// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <lzma.h>
#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// After <cstdio>, which it needs.
#include <jpeglib.h>

/// Files of data sets, as tests write them.
namespace typenet::tests {

using bytes = std::vector<std::uint8_t>;

inline void write_raw(const std::filesystem::path& path, const bytes& content) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(content.data()),
               static_cast<std::streamsize>(content.size()));
}

inline bytes read_raw(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline bytes xz_of(const bytes& content) {
    bytes packed(lzma_stream_buffer_bound(content.size()));
    std::size_t size = 0;
    if (lzma_easy_buffer_encode(6, LZMA_CHECK_CRC64, nullptr, content.data(), content.size(),
                                packed.data(), &size, packed.size()) != LZMA_OK)
        throw std::runtime_error("liblzma");
    packed.resize(size);
    return packed;
}

/// Packed as the name's ending says.
inline void write_file(const std::filesystem::path& path, const bytes& content) {
    if (path.extension() == ".xz") {
        write_raw(path, xz_of(content));
    } else if (path.extension() == ".gz") {
        gzFile file = gzopen(path.c_str(), "wb");
        gzwrite(file, content.data(), static_cast<unsigned>(content.size()));
        gzclose(file);
    } else {
        write_raw(path, content);
    }
}

/// The bytes of numbers as this machine has them, or the other way round.
template <class T>
bytes bytes_of(const std::vector<T>& numbers, bool reversed = false) {
    bytes all;
    for (const T& number : numbers) {
        const auto* const start = reinterpret_cast<const std::uint8_t*>(&number);
        bytes one(start, start + sizeof(T));
        if (reversed) one = bytes(one.rbegin(), one.rend());
        all.insert(all.end(), one.begin(), one.end());
    }
    return all;
}

inline bytes joined(bytes first, const bytes& then) {
    first.insert(first.end(), then.begin(), then.end());
    return first;
}

/// A NumPy file of version 1; `shape` is a tuple as Python writes it.
inline bytes npy(const std::string& type, const std::string& shape, const bytes& body,
                 const std::string& order = "False") {
    std::string header =
        "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
    header.resize((header.size() + 10) / 64 * 64 + 53, ' ');
    header += '\n';
    bytes file{0x93,
               'N',
               'U',
               'M',
               'P',
               'Y',
               1,
               0,
               static_cast<std::uint8_t>(header.size()),
               static_cast<std::uint8_t>(header.size() >> 8)};
    file.insert(file.end(), header.begin(), header.end());
    return joined(std::move(file), body);
}

/// A JPEG of the best quality; tone(y, x, colour) of `colours` colours: 1, 3, or 4 (CMYK).
template <class Tone>
bytes jpeg_of(int height, int width, int colours, Tone&& tone, bool progressive = false) {
    jpeg_compress_struct state{};
    jpeg_error_mgr faults{};
    state.err = jpeg_std_error(&faults);
    jpeg_create_compress(&state);
    unsigned char* packed = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&state, &packed, &size);
    state.image_width = static_cast<JDIMENSION>(width);
    state.image_height = static_cast<JDIMENSION>(height);
    state.input_components = colours;
    state.in_color_space = colours == 1 ? JCS_GRAYSCALE : colours == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&state);
    jpeg_set_quality(&state, 100, TRUE);
    if (progressive) jpeg_simple_progression(&state);
    jpeg_start_compress(&state, TRUE);
    bytes row(static_cast<std::size_t>(width * colours));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < colours; ++c)
                row[static_cast<std::size_t>(x * colours + c)] =
                    static_cast<std::uint8_t>(tone(y, x, c));
        JSAMPROW start = row.data();
        jpeg_write_scanlines(&state, &start, 1);
    }
    jpeg_finish_compress(&state);
    bytes file(packed, packed + size);
    jpeg_destroy_compress(&state);
    std::free(packed);
    return file;
}

}  // namespace typenet::tests
