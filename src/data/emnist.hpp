// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace typenet::data {

/// One of EMNIST's six splits: balanced, byclass, bymerge, digits, letters, mnist.
struct emnist_split {
    std::string name;
    std::uint64_t first_label = 0;           ///< 1 for letters
    std::vector<std::string> class_names{};  ///< of emnist-NAME-mapping.txt, where that is there
};

/// The split of which a folder holds the files; none if their names do not begin with "emnist-".
///
/// **Errors**: typenet::error: files of several splits, a mapping that is none.
std::optional<emnist_split> emnist_of(const std::filesystem::path& folder,
                                      const std::vector<std::filesystem::path>& files);

}  // namespace typenet::data
