// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>

namespace typenet::support {

/// Makes the file `path` hold `pieces`, one after the other, or leaves everything as it was: a
/// temporary file in the same folder is written, synced and renamed, so that whoever opens `path`
/// at any moment, also after a crash, finds the old content or the new one. A symbolic link is
/// followed. `before_replacing`, if given, is called when all is written but not yet renamed.
///
/// **Errors**: typenet::error with the file and the system's reason. The old file is left and the
/// temporary one removed; only if the folder cannot be synced at the very end, the new file stays.
void write_atomically(const std::filesystem::path& path,
                      std::span<const std::span<const std::byte>> pieces,
                      const std::function<void()>& before_replacing = {});

/// Makes `newer` an additional name of the file `path`, replacing what had that name; where the
/// file system has no additional names, the file moves there. Nothing happens if `path` does not
/// exist.
///
/// **Errors**: as `write_atomically`.
void keep_as(const std::filesystem::path& path, const std::filesystem::path& newer);

/// Checks that `write_atomically` could write `path`, with room for so many bytes, before a long
/// run that ends with it. Temporary files of killed processes are removed from its folder; nothing
/// else changes.
///
/// **Errors**: as `write_atomically`.
void expect_writable(const std::filesystem::path& path, std::uint64_t bytes = 0);

/// Whether a file of this name may be one of those temporary files.
bool is_temporary_name(const std::filesystem::path& name);

}  // namespace typenet::support
