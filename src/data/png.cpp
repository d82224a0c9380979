// SPDX-License-Identifier: BSL-1.0
#include "data/png.hpp"

#include <fmt/core.h>
#include <png.h>

#include "support/error.hpp"

namespace typenet::data {

namespace {

/// What libpng holds for one picture.
class png_decoder {
public:
    explicit png_decoder(const std::string& name) : name_(name) {
        image_.version = PNG_IMAGE_VERSION;
    }
    ~png_decoder() { ::png_image_free(&image_); }
    png_decoder(const png_decoder&) = delete;
    png_decoder& operator=(const png_decoder&) = delete;

    picture read(std::span<const std::byte> file) {
        if (::png_image_begin_read_from_memory(&image_, file.data(), file.size()) == 0) fail();
        // Eight pixels a byte, and deflate makes at most 1032 bytes of one.
        expect_plausible(name_, "PNG", image_.height, image_.width, file.size(), 8 * 1032);
        image_.format = PNG_FORMAT_RGBA;
        // Else libpng takes samples of 16 bits as linear, and those of 8 as sRGB.
        image_.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
        picture found{static_cast<int>(image_.height), static_cast<int>(image_.width), {}};
        found.pixels.resize(std::size_t{4} * image_.width * image_.height);
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

}  // namespace

bool is_png(std::span<const std::byte> file) {
    return file.size() >= 8 &&
           ::png_sig_cmp(reinterpret_cast<png_const_bytep>(file.data()), 0, 8) == 0;
}

picture read_png(std::span<const std::byte> file, const std::string& name) {
    return png_decoder(name).read(file);
}

}  // namespace typenet::data
