// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace typenet::data {

/// A picture as files have it: [y][x][red, green, blue, opacity], bytes, sRGB.
struct picture {
    int height = 0;
    int width = 0;
    std::vector<std::uint8_t> pixels;
};

/// The largest pictures that are read: a camera's, and no more.
inline constexpr std::size_t most_picture_pixels = std::size_t{1} << 25;
inline constexpr std::size_t most_file_bytes = std::size_t{1} << 27;

/// Reads a PNG or a JPEG, whichever it is by its first bytes: see `read_png` and `read_jpeg`.
///
/// **Errors**: typenet::error naming `name`, what was expected and what was found.
/// **Cost**: no more memory than the limits above, whatever the file says, and than what a file of
/// its size can hold.
picture read_picture(std::span<const std::byte> file, const std::string& name);
picture read_picture(const std::filesystem::path& path);

/// Refuses, for a sentence about `name`, a picture of no pixels, of too many, or of more than
/// `pixels_a_byte` for each byte of its file; `kind` is "PNG" or "JPEG".
void expect_plausible(const std::string& name, std::string_view kind, std::size_t height,
                      std::size_t width, std::size_t file_bytes, std::size_t pixels_a_byte);

/// Whether a file is named as those that can be read: .png, .jpg or .jpeg, in any letters.
bool has_picture_name(const std::filesystem::path& path);

/// All that standard input holds.
///
/// **Errors**: typenet::error if that is more than most_file_bytes.
std::vector<std::byte> read_standard_input();

}  // namespace typenet::data
