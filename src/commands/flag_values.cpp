// SPDX-License-Identifier: BSL-1.0
#include "commands/flag_values.hpp"

#include <fmt/core.h>

#include <charconv>
#include <optional>

#include "data/input_scaling.hpp"

namespace typenet::app {

namespace {

/// The number that the whole text is, if it is one.
template <class Number>
std::optional<Number> number_of(const std::string& words) {
    Number value{};
    const char* const end = words.data() + words.size();
    const auto [stop, code] = std::from_chars(words.data(), end, value);
    if (code != std::errc{} || stop != end) return std::nullopt;
    return value;
}

}  // namespace

std::string refusal(std::string_view expected, std::string_view found) {
    return fmt::format("expected {}, found '{}'", expected, found);
}

CLI::Validator whole_number(std::uint64_t least, std::uint64_t most) {
    return {[=](std::string& words) -> std::string {
                const auto value = number_of<std::uint64_t>(words);
                if (!value || *value < least || *value > most)
                    return refusal(fmt::format("a whole number from {} to {}", least, most), words);
                words = std::to_string(*value);
                return {};
            },
            ""};
}

CLI::Validator above_zero(double limit) {
    return {[=](const std::string& words) -> std::string {
                const auto value = number_of<double>(words);
                if (value && *value > 0 && *value <= limit) return {};
                return refusal(fmt::format("a number above 0 and at most {}", limit), words);
            },
            ""};
}

CLI::Validator from_zero(double limit) {
    return {[=](const std::string& words) -> std::string {
                const auto value = number_of<double>(words);
                if (value && *value >= 0 && *value < limit) return {};
                return refusal(fmt::format("a number from 0 to below {}", limit), words);
            },
            ""};
}

CLI::Validator name_of(std::string_view what) {
    return {[=](const std::string& words) -> std::string {
                return words.empty() ? refusal(what, words) : std::string{};
            },
            ""};
}

void add_file(CLI::App& to, const std::string& flag, std::filesystem::path& file,
              const std::string& meaning) {
    to.add_option(flag, file, meaning)->type_name("FILE")->check(name_of("a file"));
}

void add_numbers(CLI::App& to, const std::string& flag, std::vector<double>& numbers,
                 const std::string& meaning) {
    to.add_option_function<std::string>(
          flag,
          [&numbers](const std::string& words) {
              numbers = data::numbers_of_text(words).value_or(std::vector<double>{});
          },
          meaning)
        ->type_name("NUMBERS")
        ->check({[](const std::string& words) -> std::string {
                     return data::numbers_of_text(words)
                                ? std::string{}
                                : refusal("numbers with commas between them", words);
                 },
                 ""});
}

void add_switch(CLI::App& to, const std::string& flag, bool& value, const std::string& meaning) {
    to.add_flag(flag, value, meaning)
        ->check({[](const std::string& words) -> std::string {
                     return words == "true" ? std::string{} : refusal("no value", words);
                 },
                 ""});
}

}  // namespace typenet::app
