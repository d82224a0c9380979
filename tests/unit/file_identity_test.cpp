// SPDX-License-Identifier: BSL-1.0
#include "support/file_identity.hpp"

#include <filesystem>
#include <fstream>

#include "catch.hpp"
#include "scratch_folder.hpp"

namespace {

namespace fs = std::filesystem;
using typenet::support::file_identity;

}  // namespace

TEST_CASE("a file is one under all its names", "[file_identity]") {
    const typenet::tests::scratch_folder folder;
    const fs::path file = folder.path / "file";
    const fs::path sub = folder.path / "sub";
    std::ofstream(file) << "something";
    std::ofstream(folder.path / "other") << "something";
    fs::create_directory(sub);
    fs::create_hard_link(file, folder.path / "hard");
    fs::create_symlink("file", folder.path / "soft");
    fs::create_directory_symlink(folder.path, sub / "up");
    for (const fs::path& name : {file, folder.path / "hard", folder.path / "soft",
                                 sub / ".." / "file", sub / "up" / "file", sub / "up" / "soft"}) {
        CAPTURE(name);
        CHECK(file_identity(name) == file_identity(file));
        CHECK(file_identity(name).exists());
        CHECK(file_identity(file).is_inode_of(name));
    }
    CHECK(file_identity(file) != file_identity(folder.path / "other"));
    CHECK_FALSE(file_identity(file).is_inode_of(folder.path / "other"));
}

TEST_CASE("files that are not there yet are compared by where they would be", "[file_identity]") {
    const typenet::tests::scratch_folder folder;
    const fs::path file = folder.path / "file";
    fs::create_symlink("file", folder.path / "soft");
    fs::create_symlink("soft", folder.path / "softer");
    fs::create_symlink("loop", folder.path / "loop");
    CHECK_FALSE(file_identity(file).exists());
    CHECK(file_identity(folder.path / "softer") == file_identity(file));
    CHECK(file_identity(folder.path / "." / "file") == file_identity(file));
    CHECK(file_identity(folder.path / "loop") != file_identity(file));
    CHECK_FALSE(file_identity(file).is_inode_of(folder.path / "soft"));

    const fs::path here = fs::current_path();
    fs::current_path(folder.path);
    CHECK(file_identity("file") == file_identity(file));
    CHECK(file_identity("missing/file") == file_identity(folder.path / "missing" / "file"));
    fs::current_path(here);
}
