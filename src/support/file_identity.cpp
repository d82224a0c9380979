// SPDX-License-Identifier: BSL-1.0
#include "support/file_identity.hpp"

#include <sys/stat.h>

#include <system_error>

namespace typenet::support {

namespace {

namespace fs = std::filesystem;

std::optional<std::pair<dev_t, ino_t>> inode_of(const fs::path& path) {
    struct stat found{};
    if (::stat(path.c_str(), &found) != 0) return std::nullopt;
    return std::pair{found.st_dev, found.st_ino};
}

/// The folder's canonical name and the file's. A link to what is not there yet is followed too: who
/// writes through it makes that file.
fs::path place_of(fs::path path) {
    constexpr int most_links = 40;
    std::error_code code;
    for (int links = 0; links < most_links && fs::is_symlink(path, code); ++links) {
        const fs::path target = fs::read_symlink(path, code);
        if (code) break;
        path = path.parent_path() / target;  // which is the target alone if that is absolute
    }
    path = fs::absolute(path, code).lexically_normal();
    const fs::path folder = fs::weakly_canonical(path.parent_path(), code);
    return code ? path : folder / path.filename();
}

}  // namespace

file_identity::file_identity(const fs::path& path)
    : place_(place_of(path)), inode_(inode_of(path)) {}

bool file_identity::is_inode_of(const fs::path& path) const {
    return exists() && inode_of(path) == inode_;
}

}  // namespace typenet::support
