// SPDX-License-Identifier: BSL-1.0
#include "data/input_scaling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace typenet::data {

namespace {

/// Why the count of the numbers, or one of them, is not as it should be; empty if all is well.
template <class Test>
std::string complaint_of_numbers(std::span<const double> numbers, int channels,
                                 const std::string& expected, const Test& is_right) {
    const auto each = static_cast<std::size_t>(channels);
    if (numbers.size() > 1 && numbers.size() != each)
        return fmt::format(
            "expected one number{}, found {}",
            channels > 1 ? fmt::format(" or one for each of {} channels", channels) : "",
            numbers.size());
    const auto wrong = std::ranges::find_if_not(numbers, is_right);
    if (wrong == numbers.end()) return {};
    return fmt::format("expected {}, found {}", expected, *wrong);
}

}  // namespace

std::string complaint_of_mean(std::span<const double> mean, int channels) {
    return complaint_of_numbers(mean, channels,
                                fmt::format("a number from {} to {}", -most_mean, most_mean),
                                [](double number) { return std::abs(number) <= most_mean; });
}

std::string complaint_of_deviation(std::span<const double> deviation, int channels) {
    return complaint_of_numbers(
        deviation, channels, fmt::format("a number from {} to {}", least_deviation, most_deviation),
        [](double number) { return number >= least_deviation && number <= most_deviation; });
}

bool same_scaling(const input_scaling& a, const input_scaling& b, int channels) {
    const auto count = static_cast<std::size_t>(channels);
    const auto same = [](double x, double y) { return std::abs(x - y) <= 0; };
    for (std::size_t c = 0; c < count; ++c)
        if (!same(a.mean_of(c), b.mean_of(c)) || !same(a.deviation_of(c), b.deviation_of(c)))
            return false;
    return true;
}

std::string text_of_numbers(std::span<const double> numbers) {
    return fmt::format("{}", fmt::join(numbers, ","));
}

std::optional<std::vector<double>> numbers_of_text(const std::string& text) {
    std::vector<double> numbers;
    const char* at = text.data();
    const char* const end = at + text.size();
    for (;;) {
        double number = 0;
        const auto [stop, code] = std::from_chars(at, end, number);
        if (code != std::errc{} || !std::isfinite(number)) return std::nullopt;
        numbers.push_back(number);
        if (stop == end) return numbers;
        if (*stop != ',') return std::nullopt;
        at = stop + 1;
    }
}

std::string to_text(const input_scaling& scaling) {
    const auto words = [](std::span<const double> numbers, const char* otherwise) {
        return numbers.empty() ? otherwise : text_of_numbers(numbers);
    };
    return fmt::format("mean {}, deviation {}", words(scaling.mean, "0"),
                       words(scaling.deviation, "1"));
}

}  // namespace typenet::data
