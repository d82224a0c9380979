// SPDX-License-Identifier: BSL-1.0
#include "data/class_folders.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "data/fit.hpp"
#include "data/folder.hpp"
#include "data/picture.hpp"
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

/// A folder that holds the classes' folders, and the part that its pictures are; none: a picture's
/// name says which.
struct part_folder {
    fs::path path;
    std::optional<part> of;
};

std::optional<part> part_named(const std::string& name) {
    if (name == "train" || name == "training") return part::train;
    if (name == "val" || name == "validation") return part::validation;
    if (name == "test" || name == "testing") return part::test;
    return std::nullopt;
}

bool has_part(const std::vector<part_folder>& folders, part of) {
    return std::ranges::find(folders, of, &part_folder::of) != folders.end();
}

/// The folder itself, if its subfolders are classes.
std::vector<part_folder> part_folders_of(const fs::path& folder) {
    std::vector<part_folder> folders;
    for (const fs::path& subfolder : subfolders_of(folder)) {
        const std::optional<part> named = part_named(subfolder.filename().string());
        if (!named) return {{folder, std::nullopt}};
        if (has_part(folders, *named))
            throw error(fmt::format("{}: expected one folder for each part, found {}",
                                    folder.string(), names_of(subfolders_of(folder))));
        folders.push_back({subfolder, named});
    }
    if (!has_part(folders, part::train)) return {{folder, std::nullopt}};
    std::ranges::sort(folders, {}, [](const part_folder& f) { return *f.of; });
    return folders;
}

std::vector<fs::path> class_folders_of(const fs::path& folder, int classes) {
    std::vector<fs::path> subfolders = subfolders_of(folder);
    if (subfolders.empty())
        throw error(
            fmt::format("{}: expected the files of a data set, or a subfolder of PNG or JPEG "
                        "pictures for each class, found neither",
                        folder.string()));
    if (subfolders.size() > static_cast<std::size_t>(classes))
        throw error(
            fmt::format("{}: expected at most {} subfolders, since the network has so many "
                        "classes, found {}: {}",
                        folder.string(), classes, subfolders.size(), names_of(subfolders)));
    return subfolders;
}

/// Nobody wants a data set without half of the pictures because these are of another kind: anything
/// else than a picture is an error, and not skipped.
void expect_picture_name(const fs::path& path) {
    std::error_code code;
    const fs::file_status status = fs::status(path, code);
    if (fs::is_directory(status))
        throw error(fmt::format(
            "{}: expected pictures alone in the folder of a class, found a folder", path.string()));
    if (!has_picture_name(path))
        throw error(
            fmt::format("{}: expected pictures alone in the folder of a class, found a name that "
                        "does not end with .png, .jpg or .jpeg",
                        path.string()));
    // Whoever tries to read what does not exist, as behind a broken link, has a better message.
    if (fs::exists(status) && !fs::is_regular_file(status))
        throw error(
            fmt::format("{}: expected a picture, found something that is no file", path.string()));
}

/// The part that a folder of a part says, or else a picture's name. Pictures to train on stand in
/// for a part that has no folder.
part part_in(const part_folder& in, const std::vector<part_folder>& parts, std::uint64_t draw,
             bool validates) {
    const part drawn = part_of(draw);
    if (in.of && (in.of != part::train || has_part(parts, drawn))) return *in.of;
    return drawn == part::validation && !validates ? part::train : drawn;
}

/// The pictures of one class in the folder of a part.
std::vector<file> files_of(const fs::path& subfolder, std::uint8_t label,
                           const std::vector<part_folder>& parts, const part_folder& in,
                           bool validates) {
    const std::string class_name = subfolder.filename().string();
    std::vector<file> files;
    for (fs::path& path : entries_of(subfolder)) {
        expect_picture_name(path);
        const std::uint64_t draw = draw_of(class_name, path.filename().string());
        files.push_back({std::move(path), draw, part_in(in, parts, draw, validates), label});
    }
    if (files.empty())
        throw error(
            fmt::format("{}: expected pictures of a class, found none", subfolder.string()));
    if (in.of.value_or(part::train) == part::train &&
        std::ranges::none_of(files, [](const file& f) { return f.of == part::train; }))
        throw error(
            fmt::format("{}: expected a picture to train on, found none among its {}: the "
                        "names put them into the other parts, more are needed",
                        subfolder.string(), files.size()));
    return files;
}

void expect_every_part(const fs::path& folder, const std::vector<file>& files, bool validates) {
    for (const auto& [which, name] : {std::pair{part::validation, "validation"},  //
                                      std::pair{part::test, "test"}}) {
        if (which == part::validation && !validates) continue;
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
        const std::vector<std::uint8_t> image = fit(read_picture(f.path), size, f.path.string());
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
    for (const part_folder& in : part_folders_of(folder))
        for (const fs::path& subfolder : subfolders_of(in.path))
            std::ranges::move(entries_of(subfolder), std::back_inserter(files));
    return files;
}

dataset load_class_folders(const fs::path& folder, const needs& network) {
    constexpr int most_classes = 256;
    const image_size size = network.size();
    const std::vector<part_folder> parts = part_folders_of(folder);
    dataset set;
    std::vector<file> files;
    // The training part comes first, and says which classes there are.
    for (const fs::path& subfolder : class_folders_of(
             parts.front().path, network.is_classifier() ? network.classes : most_classes))
        set.class_names.push_back(subfolder.filename().string());
    for (const part_folder& in : parts) {
        for (const fs::path& subfolder : subfolders_of(in.path)) {
            const auto known = std::ranges::find(set.class_names, subfolder.filename().string());
            if (known == set.class_names.end())
                throw error(
                    fmt::format("{}: expected a class that is to be trained on, found none "
                                "of that name in {}",
                                subfolder.string(), parts.front().path.string()));
            const auto label = static_cast<std::uint8_t>(known - set.class_names.begin());
            std::ranges::move(files_of(subfolder, label, parts, in, network.validation > 0),
                              std::back_inserter(files));
        }
    }
    if (const std::size_t most = std::min(most_items, most_bytes / size.pixels());
        files.size() > most)
        throw error(fmt::format("{}: expected at most {} pictures, found {}", folder.string(), most,
                                files.size()));
    expect_every_part(folder, files, network.validation > 0);
    // Whoever takes the images in this order meets all classes.
    std::ranges::sort(files, {}, [](const file& f) { return std::tie(f.draw, f.path); });
    set.train = read_part(files, part::train, size);
    set.validation = read_part(files, part::validation, size);
    set.test = read_part(files, part::test, size);
    set.description = fmt::format(
        "pictures of {} ({} classes; {} to train on, {} for validation, {} to "
        "test on)",
        folder.string(), set.class_names.size(), set.train.count(), set.validation.count(),
        set.test.count());
    return set;
}

}  // namespace typenet::data
