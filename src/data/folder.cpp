// SPDX-License-Identifier: BSL-1.0
#include "data/folder.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <system_error>

#include "support/error.hpp"

namespace typenet::data {

namespace {

namespace fs = std::filesystem;

char in_small_letters(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Windows writes its names in any letters.
bool is_litter(std::string name) {
    // Of Windows, of network drives (Synology, QNAP), of macOS, of file systems.
    constexpr std::array<std::string_view, 14> names{"thumbs.db",
                                                     "ehthumbs.db",
                                                     "ehthumbs_vista.db",
                                                     "desktop.ini",
                                                     "$recycle.bin",
                                                     "recycler",
                                                     "system volume information",
                                                     "@eadir",
                                                     "#recycle",
                                                     "@recycle",
                                                     "#snapshot",
                                                     "__macosx",
                                                     "icon\r",
                                                     "lost+found"};
    std::ranges::transform(name, name.begin(), in_small_letters);
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

std::vector<fs::path> entries_of(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code code;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end;
         entry.increment(code)) {
        const std::string name = entry->path().filename().string();
        if (!name.starts_with('.') && !is_litter(name)) entries.push_back(entry->path());
    }
    if (code) throw error(fmt::format("cannot read {}: {}", folder.string(), code.message()));
    std::ranges::sort(entries, {}, [](const fs::path& path) { return path.string(); });
    return entries;
}

}  // namespace typenet::data
