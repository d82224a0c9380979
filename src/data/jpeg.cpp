// SPDX-License-Identifier: BSL-1.0
#include "data/jpeg.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdint>
#include <cstdio>
#include <vector>

// After <cstdio>, which it needs.
#include <jpeglib.h>

#include "support/error.hpp"

namespace typenet::data {

namespace {

/// What libjpeg holds for one picture. It reports a fault by a function that must not return: ours
/// notes the words and jumps back into the step that called libjpeg, over libjpeg's frames alone.
/// So no step has an object of its own that would have to be destroyed.
class jpeg_decoder {
public:
    explicit jpeg_decoder(const std::string& name) : name_(name) {
        state_.err = ::jpeg_std_error(&faults_);
        faults_.error_exit = leave;
        faults_.emit_message = leave_for_warning;
        state_.client_data = this;
    }
    ~jpeg_decoder() { ::jpeg_destroy_decompress(&state_); }
    jpeg_decoder(const jpeg_decoder&) = delete;
    jpeg_decoder& operator=(const jpeg_decoder&) = delete;

    picture read(std::span<const std::byte> file) {
        if (!begins(file)) fail();
        if (state_.num_components == 4)
            throw error(fmt::format(
                "{}: expected a JPEG picture, grey or of three colours, found one of four (CMYK)",
                name_));
        // Each 8 x 8 pixels of a component in full size take a bit at least.
        expect_plausible(name_, "JPEG", state_.image_height, state_.image_width, file.size(),
                         8 * 64);
        picture found{
            static_cast<int>(state_.image_height), static_cast<int>(state_.image_width), {}};
        found.pixels.resize(std::size_t{4} * state_.image_width * state_.image_height);
        row_.resize(std::size_t{3} * state_.image_width);
        next_ = found.pixels.data();
        if (!decodes()) fail();
        return found;
    }

private:
    bool begins(std::span<const std::byte> file) {
        if (setjmp(back_) != 0) return false;
        ::jpeg_create_decompress(&state_);
        progress_.progress_monitor = leave_for_scans;
        state_.progress = &progress_;
        ::jpeg_mem_src(&state_, reinterpret_cast<const unsigned char*>(file.data()),
                       static_cast<unsigned long>(file.size()));
        ::jpeg_read_header(&state_, TRUE);
        return true;
    }

    /// Writes [y][x][red, green, blue, opacity].
    bool decodes() {
        if (setjmp(back_) != 0) return false;
        state_.out_color_space = JCS_RGB;
        state_.dct_method = JDCT_ISLOW;  // the same bits with and without SIMD
        ::jpeg_start_decompress(&state_);
        while (state_.output_scanline < state_.output_height) {
            JSAMPROW row = row_.data();
            ::jpeg_read_scanlines(&state_, &row, 1);
            for (std::size_t at = 0; at < row_.size(); at += 3) {
                next_ = std::copy_n(&row_[at], 3, next_);
                *next_++ = 255;
            }
        }
        ::jpeg_finish_decompress(&state_);
        return true;
    }

    [[noreturn]] void fail() const {
        throw error(
            fmt::format("{}: expected a whole JPEG picture, found one that libjpeg refuses: {}",
                        name_, words_.data()));
    }

    static void leave(j_common_ptr state) {
        auto* const self = static_cast<jpeg_decoder*>(state->client_data);
        state->err->format_message(state, self->words_.data());
        std::longjmp(self->back_, 1);
    }

    /// Below 0 is a warning, that data are corrupt; others are of no matter.
    static void leave_for_warning(j_common_ptr state, int level) {
        if (level < 0) leave(state);
    }

    /// A small file may tell to go through a large picture again and again.
    static void leave_for_scans(j_common_ptr state) {
        constexpr int most_scans = 500;
        auto* const self = static_cast<jpeg_decoder*>(state->client_data);
        if (self->state_.input_scan_number <= most_scans) return;
        std::snprintf(self->words_.data(), self->words_.size(), "more than %d scans", most_scans);
        std::longjmp(self->back_, 1);
    }

    const std::string& name_;
    ::jpeg_decompress_struct state_{};
    ::jpeg_error_mgr faults_{};
    ::jpeg_progress_mgr progress_{};
    std::jmp_buf back_{};
    std::array<char, JMSG_LENGTH_MAX> words_{};
    std::vector<std::uint8_t> row_;
    std::uint8_t* next_ = nullptr;  ///< where the picture goes on
};

}  // namespace

bool is_jpeg(std::span<const std::byte> file) {
    return file.size() >= 3 && file[0] == std::byte{0xFF} && file[1] == std::byte{0xD8} &&
           file[2] == std::byte{0xFF};
}

picture read_jpeg(std::span<const std::byte> file, const std::string& name) {
    return jpeg_decoder(name).read(file);
}

}  // namespace typenet::data
