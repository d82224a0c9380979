// SPDX-License-Identifier: BSL-1.0
#include "run/load_data.hpp"

#include <algorithm>

#include "data/class_folders.hpp"
#include "data/idx.hpp"
#include "data/synthetic.hpp"

namespace typenet::app {

data::dataset load_data(const network_facts& network, const std::filesystem::path& folder) {
    const data::image_size size{network.input.height, network.input.width, network.input.channels};
    if (!folder.empty())
        return data::idx_files(folder).empty()
                   ? data::load_class_folders(folder, size, network.classes)
                   : data::load_idx(folder, size, network.classes);
    constexpr int glyphs = 10;
    // As many as MNIST has, but at most 1 GiB of them: large images are many bytes.
    data::part_counts counts;
    const std::size_t all = counts.train + counts.validation + counts.test;
    const std::size_t room = (std::size_t{1} << 30) / size.pixels();
    if (room < all) {
        counts.train = counts.train * room / all;
        counts.validation = counts.validation * room / all;
        counts.test = counts.test * room / all;
    }
    // The digits are the same whatever the seed of the run: they stand for a data set on disk.
    constexpr std::uint64_t seed_of_digits = 1;
    return data::make_synthetic_digits(seed_of_digits, size, std::min(network.classes, glyphs),
                                       counts);
}

std::vector<std::filesystem::path> data_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files = data::idx_files(folder);
    return files.empty() ? data::class_folder_files(folder) : files;
}

}  // namespace typenet::app
