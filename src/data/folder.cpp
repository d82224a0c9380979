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

/// Windows writes its names in any letters.
bool is_litter(const std::string& name) {
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
    return std::ranges::find(names, in_small_letters(name)) != names.end();
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

std::string in_small_letters(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

void expect_folder(const fs::path& folder) {
    if (std::error_code ignored; !fs::is_directory(folder, ignored))
        throw error(fmt::format("{}: expected a folder with a data set, found {}", folder.string(),
                                fs::exists(folder, ignored) ? "a file" : "nothing of that name"));
}

}  // namespace typenet::data
