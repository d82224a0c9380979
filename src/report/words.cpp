// SPDX-License-Identifier: BSL-1.0
#include "report/words.hpp"

#include <fmt/format.h>

#include <cmath>

#include "support/utf8.hpp"

namespace typenet::report {

std::string escaped(std::string_view any) {
    std::string words;
    for (const char c : support::as_utf8(std::string(any))) {
        switch (c) {
            case '&':
                words += "&amp;";
                break;
            case '<':
                words += "&lt;";
                break;
            case '>':
                words += "&gt;";
                break;
            case '"':
                words += "&quot;";
                break;
            case '\'':
                words += "&#39;";
                break;
            default:
                words += static_cast<unsigned char>(c) < ' ' || c == '\x7F' ? '?' : c;
        }
    }
    return words;
}

std::string shortened(std::string_view text, std::size_t most) {
    const std::string whole = support::as_utf8(std::string(text));
    std::size_t characters = 0;
    std::size_t end_of_short = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(whole[i]) & 0xC0) != 0x80;
        if (begins && characters++ == most - 1) end_of_short = i;
    }
    return characters <= most ? whole : whole.substr(0, end_of_short) + "…";
}

std::string grouped(long number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3 + (number < 0 ? 1U : 0U); at -= 3)
        digits.insert(at - 3, 1, ',');
    return digits;
}

std::string percent(double share, int digits) {
    return fmt::format("{:.{}f}\u00A0%", 100 * share, digits);
}

std::string brief(double number) {
    constexpr double long_numbers = 1000;
    constexpr double longer_numbers = 1e7;
    const double size = std::abs(number);
    if (size >= long_numbers && size < longer_numbers) return grouped(std::lround(number));
    return fmt::format("{:.4g}", number);
}

std::string duration(double seconds) {
    constexpr long minute = 60;
    constexpr long hour = 60 * minute;
    if (seconds < minute) return fmt::format("{:.1f} s", seconds);
    const long whole = std::lround(seconds);
    if (whole < hour) return fmt::format("{} min {} s", whole / minute, whole % minute);
    return fmt::format("{} h {} min", whole / hour, whole % hour / minute);
}

std::string class_text(std::size_t label, const std::vector<std::string>& names) {
    return label < names.size() ? names[label] : std::to_string(label);
}

}  // namespace typenet::report
