// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace typenet::data {

/// What people have put into a folder, by name, byte by byte: without hidden files, which begin
/// with a dot, and without what file managers and archives leave (Thumbs.db, desktop.ini, @eaDir,
/// __MACOSX, lost+found and others).
///
/// **Errors**: typenet::error, a folder that cannot be read.
std::vector<std::filesystem::path> entries_of(const std::filesystem::path& folder);

/// Of ASCII; a file's ending may be written in any.
std::string in_small_letters(std::string text);

/// **Errors**: typenet::error, what is no folder.
void expect_folder(const std::filesystem::path& folder);

}  // namespace typenet::data
