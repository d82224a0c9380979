// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

namespace typenet::report {

/// The page's style sheet: colours of a light and of a dark page, a column on phones, no wasted ink
/// in print.
extern const std::string_view style;

}  // namespace typenet::report
