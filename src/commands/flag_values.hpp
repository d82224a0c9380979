// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The kinds of values that flags take. Each refuses any other text in a sentence.
namespace typenet::app {

/// The sentence that CLI11 puts behind "--flag: ".
std::string refusal(std::string_view expected, std::string_view found);

/// Decimal digits and nothing else: CLI11 alone would take 010 for 8 and -1 for 2^64 - 1.
CLI::Validator whole_number(std::uint64_t least, std::uint64_t most);

/// A number in (0, limit], which is what a rate or a probability is.
CLI::Validator above_zero(double limit);

/// A number in [0, limit), where 0 is none.
CLI::Validator from_zero(double limit);

/// A name that is not empty: an empty one comes from a shell variable that was not set.
CLI::Validator name_of(std::string_view what);

/// A flag that takes the name of a file.
void add_file(CLI::App& to, const std::string& flag, std::filesystem::path& file,
              const std::string& meaning);

/// A flag that takes numbers with commas between them.
void add_numbers(CLI::App& to, const std::string& flag, std::vector<double>& numbers,
                 const std::string& meaning);

/// A flag that takes no value.
void add_switch(CLI::App& to, const std::string& flag, bool& value, const std::string& meaning);

/// The keys of a map, with `between` between them.
template <class Value>
std::string names_of(const std::map<std::string, Value>& values, std::string_view between) {
    std::string names;
    for (const auto& [name, value] : values) {
        if (!names.empty()) names += between;
        names += name;
    }
    return names;
}

/// The option takes the keys of a map. The map must outlive it.
template <class Value>
void expect_one_of(const std::map<std::string, Value>& values, CLI::Option& option) {
    option.type_name(names_of(values, "|"));
    option.check({[&values](const std::string& words) -> std::string {
                      if (values.contains(words)) return {};
                      return refusal(names_of(values, " or "), words);
                  },
                  ""});
}

}  // namespace typenet::app
