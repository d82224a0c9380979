// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>

#include "support/text.hpp"

/// Texts and numbers as the page shows them.
namespace typenet::report {

using support::grouped;

/// Any bytes as text for HTML, between tags or in a quoted attribute: printable, with the five
/// characters that mean something escaped.
std::string escaped(const std::string& any);

/// At most `most` characters of a text, the last a … if it was cut; still to be escaped.
std::string shortened(const std::string& text, std::size_t most);

/// 0.99412 as "99.41 %".
std::string percent(double share, int digits = 2);

/// A number in at most four significant digits, as short as it goes: "0.016", "94,270", "8e-05".
std::string brief(double number);

/// 93.2 as "1 min 33 s".
std::string duration(double seconds);

}  // namespace typenet::report
