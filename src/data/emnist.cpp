// SPDX-License-Identifier: BSL-1.0
#include "data/emnist.hpp"

#include <fmt/format.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>

#include "data/byte_file.hpp"
#include "support/error.hpp"

namespace typenet::data {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view emnist_prefix = "emnist-";

/// Lines of a label and the code of its character, of which letters have two, great and small: the
/// first names the class.
std::vector<std::string> names_of_mapping(const fs::path& path, std::uint64_t first_label) {
    constexpr std::size_t most_lines = 256;
    std::vector<std::string> names;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line) && names.size() < most_lines;) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        std::istringstream words(line);
        std::uint64_t label = 0;
        int code = 0;
        if (!(words >> label >> code) || label != first_label + names.size() || code <= ' ' ||
            code > '~')
            throw error(
                fmt::format("{}: expected label {} and the code of its character in line "
                            "{}, found '{:.40}'",
                            path.string(), first_label + names.size(), names.size() + 1, line));
        names.emplace_back(1, static_cast<char>(code));
    }
    return names;
}

}  // namespace

std::optional<emnist_split> emnist_of(const fs::path& folder, const std::vector<fs::path>& files) {
    std::set<std::string> splits;
    for (const fs::path& file : files) {
        const std::string name = file.filename().string();
        if (!name.starts_with(emnist_prefix)) return std::nullopt;
        const std::string rest = name.substr(emnist_prefix.size());
        splits.insert(rest.substr(0, rest.find('-')));
    }
    if (splits.empty()) return std::nullopt;
    if (splits.size() > 1)
        throw error(fmt::format("{}: expected the files of one of EMNIST's splits, found {}",
                                folder.string(), joined({splits.begin(), splits.end()}, ", ")));
    emnist_split found{*splits.begin()};
    if (found.name == "letters") found.first_label = 1;
    const fs::path mapping = folder / fmt::format("emnist-{}-mapping.txt", found.name);
    if (std::error_code ignored; fs::is_regular_file(mapping, ignored))
        found.class_names = names_of_mapping(mapping, found.first_label);
    return found;
}

}  // namespace typenet::data
