// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace typenet::data {

/// What a file that is no PNG picture is by its first bytes, for a sentence: "a JPEG picture", "a
/// web page", "something else". A name is no proof: people rename pictures.
std::string_view kind_of(std::span<const std::byte> file);

}  // namespace typenet::data
