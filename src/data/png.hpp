// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "data/picture.hpp"

namespace typenet::data {

/// Whether a file begins as every PNG does.
bool is_png(std::span<const std::byte> file);

/// Reads a PNG of any kind; palettes, grey, 16 bits and interlacing become a picture's bytes.
/// Whatever the depth, a sample is sRGB unless the file names another gamma, and then is made so.
///
/// **Errors**: typenet::error naming `name`, what was expected and what was found.
picture read_png(std::span<const std::byte> file, const std::string& name);

}  // namespace typenet::data
