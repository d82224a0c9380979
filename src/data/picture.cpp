// SPDX-License-Identifier: BSL-1.0
#include "data/picture.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "data/file_kind.hpp"
#include "data/folder.hpp"
#include "data/jpeg.hpp"
#include "data/png.hpp"
#include "support/error.hpp"

namespace typenet::data {

namespace {

std::vector<std::byte> all_of(std::FILE* file, const std::string& name) {
    std::vector<std::byte> bytes;
    std::array<std::byte, 65536> piece;
    errno = 0;
    while (const std::size_t now = std::fread(piece.data(), 1, piece.size(), file)) {
        bytes.insert(bytes.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(now));
        if (bytes.size() > most_file_bytes)
            throw error(fmt::format("{}: expected a picture of at most {} bytes, found more", name,
                                    most_file_bytes));
    }
    if (std::ferror(file) != 0)
        throw error(fmt::format("cannot read {}: {}", name, std::strerror(errno)));
    return bytes;
}

}  // namespace

picture read_picture(std::span<const std::byte> file, const std::string& name) {
    if (is_png(file)) return read_png(file, name);
    if (is_jpeg(file)) return read_jpeg(file, name);
    throw error(fmt::format("{}: expected a PNG or JPEG picture, found {}", name, kind_of(file)));
}

picture read_picture(const std::filesystem::path& path) {
    const std::string name = path.string();
    const auto close = [](std::FILE* file) { std::fclose(file); };
    const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rb"), close);
    if (!file) throw error(fmt::format("cannot read {}: {}", name, std::strerror(errno)));
    return read_picture(all_of(file.get(), name), name);
}

void expect_plausible(const std::string& name, std::string_view kind, std::size_t height,
                      std::size_t width, std::size_t file_bytes, std::size_t pixels_a_byte) {
    const std::size_t all = height * width;
    if (all == 0 || all > most_picture_pixels)
        throw error(fmt::format("{}: expected a picture of at most {} pixels, found {} x {}", name,
                                most_picture_pixels, width, height));
    if (all > pixels_a_byte * file_bytes)
        throw error(
            fmt::format("{}: expected a whole {} picture, found {} bytes for {} x {} pixels", name,
                        kind, file_bytes, width, height));
}

bool has_picture_name(const std::filesystem::path& path) {
    const std::string ending = in_small_letters(path.extension().string());
    return ending == ".png" || ending == ".jpg" || ending == ".jpeg";
}

std::vector<std::byte> read_standard_input() { return all_of(stdin, "standard input"); }

}  // namespace typenet::data
