// SPDX-License-Identifier: BSL-1.0
#include "report/words.hpp"

#include <fmt/format.h>
#include <utf8cpp/utf8.h>

#include <cmath>

#include "support/text.hpp"

namespace typenet::report {

std::string escaped(const std::string& any) {
    std::string words;
    for (const char c : support::printable(any)) {
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
                words += c;
        }
    }
    return words;
}

std::string shortened(const std::string& text, std::size_t most) {
    std::string whole = utf8::replace_invalid(text);
    if (static_cast<std::size_t>(utf8::distance(whole.begin(), whole.end())) <= most) return whole;
    auto end = whole.begin();
    utf8::advance(end, most - 1, whole.end());
    return std::string(whole.begin(), end) + "…";
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

}  // namespace typenet::report
