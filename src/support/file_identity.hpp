// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <utility>

namespace typenet::support {

/// Which file a path means, whether it is there or not: two names of one file, in whatever folders
/// and through whatever links, are equal.
class file_identity {
public:
    explicit file_identity(const std::filesystem::path& path);

    [[nodiscard]] bool exists() const { return inode_.has_value(); }
    /// Whether `path` is this file; quicker than to compare, and for a file that exists.
    [[nodiscard]] bool is_inode_of(const std::filesystem::path& path) const;

    friend bool operator==(const file_identity& a, const file_identity& b) {
        return a.place_ == b.place_ || (a.exists() && a.inode_ == b.inode_);
    }

private:
    std::filesystem::path place_;  // without links
    std::optional<std::pair<dev_t, ino_t>> inode_;
};

}  // namespace typenet::support
