// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "data/picture.hpp"

namespace typenet::data {

/// Whether a file begins as every JPEG does.
bool is_jpeg(std::span<const std::byte> file);

/// Reads a JPEG, baseline or progressive, grey or in colour. It is not turned as a camera may have
/// noted in it.
///
/// **Errors**: typenet::error naming `name`, what was expected and what was found: also for what
/// libjpeg would only warn of, as a file that is cut off.
picture read_jpeg(std::span<const std::byte> file, const std::string& name);

}  // namespace typenet::data
