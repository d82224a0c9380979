// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace typenet::exchange {

/// The functions of an exported header, as source: those named, with what they call. They need
/// nothing that a freestanding compiler does not have.
std::string functions_source(const std::set<std::string_view>& named);

}  // namespace typenet::exchange
