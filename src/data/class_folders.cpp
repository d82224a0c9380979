// SPDX-License-Identifier: BSL-1.0
#include "data/class_folders.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "data/fit.hpp"
#include "data/folder.hpp"
#include "data/png.hpp"
#include "support/error.hpp"

namespace typenet::data {

namespace {

namespace fs = std::filesystem;

struct file {
    fs::path path;
    std::uint64_t draw = 0;  ///< see draw_of
    part of = part::train;
    std::uint8_t label = 0;
};

/// A hash whose bits look random: similar names get unrelated numbers.
///
/// **Source**: FNV-1a, then the finaliser of Steele, Lea, Flood, "Fast splittable pseudorandom
/// number generators", 2014, since FNV's high bits are similar for similar names.
std::uint64_t draw_of(std::string_view class_name, std::string_view file_name) {
    std::uint64_t sum = 0xCBF29CE484222325;
    for (const std::string_view part : {class_name, std::string_view("/"), file_name})
        for (const char c : part) {
            sum ^= static_cast<unsigned char>(c);
            sum *= 0x100000001B3;
        }
    sum = (sum ^ (sum >> 30)) * 0xBF58476D1CE4E5B9;
    sum = (sum ^ (sum >> 27)) * 0x94D049BB133111EB;
    return sum ^ (sum >> 31);
}

part part_of(std::uint64_t draw) {
    switch (draw % 10) {
        case 0:
            return part::validation;
        case 1:
            return part::test;
        default:
            return part::train;
    }
}

/// Those of a list's names that a sentence has room for.
std::string names_of(const std::vector<fs::path>& paths) {
    constexpr std::size_t most = 30;
    std::string words;
    for (std::size_t i = 0; i < std::min(paths.size(), most); ++i)
        words += (i > 0 ? ", " : "") + paths[i].filename().string();
    if (paths.size() > most) words += fmt::format(" and {} more", paths.size() - most);
    return words;
}

std::vector<fs::path> subfolders_of(const fs::path& folder) {
    std::vector<fs::path> subfolders = entries_of(folder);
    std::erase_if(subfolders, [](const fs::path& path) {
        std::error_code ignored;
        return !fs::is_directory(path, ignored);
    });
    return subfolders;
}

std::vector<fs::path> class_folders_of(const fs::path& folder, int classes) {
    std::vector<fs::path> subfolders = subfolders_of(folder);
    if (subfolders.empty())
        throw error(
            fmt::format("{}: expected the four IDX files, or a subfolder of PNG pictures "
                        "for each class, found neither",
                        folder.string()));
    if (subfolders.size() > static_cast<std::size_t>(classes))
        throw error(
            fmt::format("{}: expected at most {} subfolders, since the network has so many "
                        "classes, found {}: {}",
                        folder.string(), classes, subfolders.size(), names_of(subfolders)));
    return subfolders;
}

/// Nobody wants a data set without half of the pictures because these are of another kind: anything
/// else than a PNG is an error, and not skipped.
void expect_picture_name(const fs::path& path) {
    const std::string ending = path.extension().string();
    std::error_code code;
    const fs::file_status status = fs::status(path, code);
    if (fs::is_directory(status))
        throw error(
            fmt::format("{}: expected PNG pictures alone in the folder of a class, found a "
                        "folder",
                        path.string()));
    if (ending != ".png" && ending != ".PNG")
        throw error(
            fmt::format("{}: expected PNG pictures alone in the folder of a class, found a "
                        "name that does not end with .png",
                        path.string()));
    // Whoever tries to read what does not exist, as behind a broken link, has a better message.
    if (fs::exists(status) && !fs::is_regular_file(status))
        throw error(fmt::format("{}: expected a PNG picture, found something that is no file",
                                path.string()));
}

std::vector<file> files_of(const fs::path& subfolder, std::uint8_t label) {
    const std::string class_name = subfolder.filename().string();
    std::vector<file> files;
    for (fs::path& path : entries_of(subfolder)) {
        expect_picture_name(path);
        const std::uint64_t draw = draw_of(class_name, path.filename().string());
        files.push_back({std::move(path), draw, part_of(draw), label});
    }
    if (files.empty())
        throw error(
            fmt::format("{}: expected PNG pictures of a class, found none", subfolder.string()));
    if (std::ranges::none_of(files, [](const file& f) { return f.of == part::train; }))
        throw error(
            fmt::format("{}: expected a picture to train on, found none among its {}: the "
                        "names put them into the other parts, more are needed",
                        subfolder.string(), files.size()));
    return files;
}

void expect_every_part(const fs::path& folder, const std::vector<file>& files) {
    for (const auto& [which, name] : {std::pair{part::validation, "validation"},  //
                                      std::pair{part::test, "test"}}) {
        if (std::ranges::find(files, which, &file::of) == files.end())
            throw error(
                fmt::format("{}: expected pictures for the {} part, about one in ten, found "
                            "none among {}: more are needed",
                            folder.string(), name, files.size()));
    }
}

labelled_images read_part(const std::vector<file>& files, part which, image_size size) {
    labelled_images images{size, {}, {}};
    const auto count = static_cast<std::size_t>(std::ranges::count(files, which, &file::of));
    images.pixels.reserve(count * size.pixels());
    images.labels.reserve(count);
    for (const file& f : files) {
        if (f.of != which) continue;
        const std::vector<std::uint8_t> image = fit(read_png(f.path), size, f.path.string());
        images.pixels.insert(images.pixels.end(), image.begin(), image.end());
        images.labels.push_back(f.label);
    }
    return images;
}

}  // namespace

part part_of(const std::string& class_name, const std::string& file_name) {
    return part_of(draw_of(class_name, file_name));
}

std::vector<fs::path> class_folder_files(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const fs::path& subfolder : subfolders_of(folder))
        std::ranges::move(entries_of(subfolder), std::back_inserter(files));
    return files;
}

dataset load_class_folders(const fs::path& folder, image_size size, int classes) {
    dataset set;
    std::vector<file> files;
    for (const fs::path& subfolder : class_folders_of(folder, classes)) {
        const auto label = static_cast<std::uint8_t>(set.class_names.size());
        set.class_names.push_back(subfolder.filename().string());
        std::ranges::move(files_of(subfolder, label), std::back_inserter(files));
    }
    if (const std::size_t most = std::min(most_items, most_bytes / size.pixels());
        files.size() > most)
        throw error(fmt::format("{}: expected at most {} pictures, found {}", folder.string(), most,
                                files.size()));
    expect_every_part(folder, files);
    // Whoever takes the images in this order meets all classes.
    std::ranges::sort(files, {}, [](const file& f) { return std::tie(f.draw, f.path); });
    set.train = read_part(files, part::train, size);
    set.validation = read_part(files, part::validation, size);
    set.test = read_part(files, part::test, size);
    set.description = fmt::format(
        "PNG pictures of {} ({} classes; {} to train on, {} for validation, {} to "
        "test on)",
        folder.string(), set.class_names.size(), set.train.count(), set.validation.count(),
        set.test.count());
    return set;
}

}  // namespace typenet::data
