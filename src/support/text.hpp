// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace typenet::support {

/// Any bytes, a file's name for instance, as UTF-8 on one line: what is no UTF-8 becomes U+FFFD,
/// what would control a terminal becomes '?'.
std::string printable(const std::string& any);

/// 3274634 as "3,274,634".
std::string grouped(long number);

}  // namespace typenet::support
