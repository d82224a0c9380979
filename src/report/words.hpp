// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Texts and numbers as the page shows them.
namespace typenet::report {

/// Any bytes as text for HTML, between tags or in a quoted attribute: UTF-8 without control
/// characters, the five characters that mean something escaped.
std::string escaped(std::string_view any);

/// At most `most` characters of a text, the last a … if it was cut; still to be escaped.
std::string shortened(std::string_view text, std::size_t most);

/// 3274634 as "3,274,634".
std::string grouped(long number);

/// 0.99412 as "99.41 %".
std::string percent(double share, int digits = 2);

/// A number in at most four significant digits, as short as it goes: "0.016", "94,270", "8e-05".
std::string brief(double number);

/// 93.2 as "1 min 33 s".
std::string duration(double seconds);

/// A class by its name, or its number if it has none; still to be escaped.
std::string class_text(std::size_t label, const std::vector<std::string>& names);

}  // namespace typenet::report
