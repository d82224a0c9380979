// SPDX-License-Identifier: BSL-1.0
#include "data/load.hpp"

#include <algorithm>

#include "data/class_folders.hpp"
#include "data/idx.hpp"
#include "data/synthetic.hpp"

namespace typenet::data {

dataset load(const std::filesystem::path& folder, const needs& network) {
    const image_size size = network.size();
    if (!folder.empty())
        return idx_files(folder).empty() ? load_class_folders(folder, size, network.classes)
                                         : load_idx(folder, size, network.classes);
    constexpr int glyphs = 10;
    // As many as MNIST has, but at most 1 GiB: large images take many bytes.
    part_counts counts;
    const std::size_t all = counts.train + counts.validation + counts.test;
    const std::size_t room = (std::size_t{1} << 30) / size.pixels();
    if (room < all) {
        counts.train = counts.train * room / all;
        counts.validation = counts.validation * room / all;
        counts.test = counts.test * room / all;
    }
    // The digits are the same whatever the seed of the run: they stand for a data set on disk.
    constexpr std::uint64_t seed_of_digits = 1;
    return make_synthetic_digits(seed_of_digits, size, std::min(network.classes, glyphs), counts);
}

std::vector<std::filesystem::path> source_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files = idx_files(folder);
    return files.empty() ? class_folder_files(folder) : files;
}

}  // namespace typenet::data
