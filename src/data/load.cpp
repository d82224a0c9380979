// SPDX-License-Identifier: BSL-1.0
#include "data/load.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "data/cifar.hpp"
#include "data/class_folders.hpp"
#include "data/folder.hpp"
#include "data/idx.hpp"
#include "data/npy.hpp"
#include "data/synthetic.hpp"
#include "support/error.hpp"

namespace typenet::data {

namespace {

namespace fs = std::filesystem;

/// How a folder's data set may be written: the files that show it, and what reads them.
struct format {
    std::vector<fs::path> (*files)(const fs::path& folder);
    dataset (*load)(const fs::path& folder, const needs& network);
};

/// The first of which there are files counts; the last says what is wrong with any other folder.
constexpr std::array formats{format{idx_files, load_idx}, format{cifar_files, load_cifar},
                             format{npy_files, load_npy},
                             format{class_folder_files, load_class_folders}};

const format& format_of(const fs::path& folder) {
    expect_folder(folder);
    const auto* const found =
        std::ranges::find_if(formats, [&](const format& f) { return !f.files(folder).empty(); });
    return found == formats.end() ? formats.back() : *found;
}

dataset draw_digits(const needs& network) {
    constexpr int glyphs = 10;
    const image_size size = network.size();
    if (network.input.flat)
        throw error(
            fmt::format("--data: expected a folder, since a network of {} has no use for the "
                        "built-in digits, found none",
                        to_text(network.input).view()));
    // As many as MNIST has, but at most 1 GiB: large images take many bytes.
    part_counts counts;
    const std::size_t validation = std::min(network.validation, counts.train);
    counts.train = counts.train + counts.validation - validation;
    counts.validation = validation;
    const std::size_t all = counts.train + counts.validation + counts.test;
    const std::size_t room = (std::size_t{1} << 30) / size.pixels();
    if (room < all) {
        counts.train = counts.train * room / all;
        counts.validation = counts.validation * room / all;
        counts.test = counts.test * room / all;
    }
    // The digits are the same whatever the seed of the run: they stand for a data set on disk.
    constexpr std::uint64_t seed_of_digits = 1;
    const int classes = network.is_classifier() ? std::min(network.classes, glyphs) : glyphs;
    return make_synthetic_digits(seed_of_digits, size, classes, counts);
}

/// An autoencoder's images are their own targets.
void expect_targets(const dataset& set, const needs& network) {
    if (network.is_classifier()) return;
    const bool are_own = network.size().pixels() == static_cast<std::size_t>(network.outputs);
    for (const labelled_images* const part : {&set.train, &set.test})
        if (part->targets.empty() && !are_own)
            throw error(
                fmt::format("{}: expected targets of {} values for each image, since the "
                            "network is no classifier, found none",
                            set.description, network.outputs));
    if (set.train.targets.empty() != set.test.targets.empty())
        throw error(
            fmt::format("{}: expected targets of all images or of none, found those of the "
                        "{} part alone",
                        set.description, set.test.targets.empty() ? "training" : "test"));
}

}  // namespace

dataset load(const fs::path& folder, const needs& network) {
    dataset set = folder.empty() ? draw_digits(network) : format_of(folder).load(folder, network);
    expect_targets(set, network);
    return set;
}

std::vector<fs::path> source_files(const fs::path& folder) {
    return format_of(folder).files(folder);
}

}  // namespace typenet::data
