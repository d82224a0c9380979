// SPDX-License-Identifier: BSL-1.0
#include "data/png.hpp"

#include <fmt/core.h>
#include <png.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "data/file_kind.hpp"
#include "support/error.hpp"

namespace typenet::data {

namespace {

/// What libpng holds for one picture.
class decoder {
public:
    explicit decoder(const std::string& name) : name_(name) { image_.version = PNG_IMAGE_VERSION; }
    ~decoder() { ::png_image_free(&image_); }
    decoder(const decoder&) = delete;
    decoder& operator=(const decoder&) = delete;

    picture read(std::span<const std::byte> file) {
        if (::png_image_begin_read_from_memory(&image_, file.data(), file.size()) == 0) fail();
        const std::size_t all = std::size_t{image_.width} * image_.height;
        if (all == 0 || all > most_picture_pixels)
            throw error(fmt::format("{}: expected a picture of at most {} pixels, found {} x {}",
                                    name_, most_picture_pixels, image_.width, image_.height));
        // More cannot be in the file: eight pixels a byte, and deflate makes at most 1032 bytes of
        // one.
        if (const std::size_t most = 8 * 1032 * file.size(); all > most)
            throw error(
                fmt::format("{}: expected a whole PNG picture, found {} bytes for {} x {} "
                            "pixels",
                            name_, file.size(), image_.width, image_.height));
        image_.format = PNG_FORMAT_RGBA;
        // Else libpng takes samples of 16 bits as linear, and those of 8 as sRGB.
        image_.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
        picture found{static_cast<int>(image_.height), static_cast<int>(image_.width), {}};
        found.pixels.resize(4 * all);
        if (::png_image_finish_read(&image_, nullptr, found.pixels.data(), 0, nullptr) == 0) fail();
        return found;
    }

private:
    [[noreturn]] void fail() const {
        throw error(
            fmt::format("{}: expected a whole PNG picture, found one that libpng refuses: "
                        "{}",
                        name_, &image_.message[0]));
    }

    const std::string& name_;
    ::png_image image_{};
};

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

picture read_png(std::span<const std::byte> file, const std::string& name) {
    if (file.size() < 8 ||
        ::png_sig_cmp(reinterpret_cast<png_const_bytep>(file.data()), 0, 8) != 0) {
        throw error(fmt::format("{}: expected a PNG picture, found {}", name, kind_of(file)));
    }
    return decoder(name).read(file);
}

picture read_png(const std::filesystem::path& path) {
    const std::string name = path.string();
    const auto close = [](std::FILE* file) { std::fclose(file); };
    const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rb"), close);
    if (!file) throw error(fmt::format("cannot read {}: {}", name, std::strerror(errno)));
    return read_png(all_of(file.get(), name), name);
}

std::vector<std::byte> read_standard_input() { return all_of(stdin, "standard input"); }

}  // namespace typenet::data
