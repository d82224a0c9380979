// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
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

/// Reads a PNG of any kind; palettes, grey, 16 bits and interlacing become the above. Whatever the
/// depth, a sample is sRGB unless the file names another gamma, and then is made so.
///
/// **Errors**: typenet::error naming `name`, what was expected and what was found.
/// **Cost**: no more memory than the limits above, whatever the file says, and than what a file of
/// its size can hold.
picture read_png(std::span<const std::byte> file, const std::string& name);
picture read_png(const std::filesystem::path& path);

/// All that standard input holds.
///
/// **Errors**: typenet::error if that is more than most_file_bytes.
std::vector<std::byte> read_standard_input();

}  // namespace typenet::data
