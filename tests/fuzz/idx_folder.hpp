// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "data/idx.hpp"
#include "data_set.hpp"
#include "idx_input.hpp"
#include "memory_file.hpp"
#include "scratch_folder.hpp"
#include "typenet/base/shape.hpp"

namespace typenet::fuzz {

/// An IDX file of unsigned bytes: `items` items of `item` bytes, all 1.
inline std::vector<std::uint8_t> idx_of(std::uint32_t items,
                                        const std::vector<std::uint8_t>& item) {
    const auto byte = [&](int place) { return static_cast<std::uint8_t>(items >> place); };
    std::vector<std::uint8_t> file{
        0, 0, 8, static_cast<std::uint8_t>(item.size() + 1), byte(24), byte(16), byte(8), byte(0)};
    std::size_t size = items;
    for (const std::uint8_t dimension : item) {
        file.insert(file.end(), {0, 0, 0, dimension});
        size *= dimension;
    }
    file.insert(file.end(), size, 1);
    return file;
}

inline constexpr std::uint8_t image_height = 2;
inline constexpr std::uint8_t image_width = 1;

inline data::image_size size_of(bool in_colour) {
    return {image_height, image_width, in_colour ? 3 : 1};
}

/// Four files under the names of a data set, each in memory: `load` reads two of an input and two
/// that are right.
class idx_folder {
public:
    explicit idx_folder(const std::string& ending) {
        constexpr std::array names{"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                   "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};
        for (std::size_t i = 0; i < names.size(); ++i)
            std::filesystem::create_symlink(files_[i].path(), folder_.path / (names[i] + ending));
    }

    /// `pack` makes the right files what those of the input are.
    template <class Pack>
    data::dataset load(const idx_input& input, Pack&& pack) {
        const std::size_t under_test = input.as_training ? 0 : 2;
        const std::size_t other = 2 - under_test;
        const std::uint32_t right_items = input.as_training ? 1 : data::validation_images + 1;
        std::vector<std::uint8_t> item{image_height, image_width};
        if (input.in_colour) item.push_back(3);
        files_[under_test].put(input.images);
        files_[under_test + 1].put(input.labels);
        files_[other].put(pack(idx_of(right_items, item)));
        files_[other + 1].put(pack(idx_of(right_items, {})));
        return data::load_idx(
            folder_.path,
            {shape::image(image_height, image_width, input.in_colour ? 3 : 1), classes});
    }

private:
    std::array<memory_file, 4> files_;
    tests::scratch_folder folder_;
};

/// That a data set which was taken is what the two files of an input hold, decompressed.
inline void check_held(const data::dataset& read, bool as_training,
                       std::span<const std::uint8_t> images, std::span<const std::uint8_t> labels) {
    const bool in_colour = read.test.size.channels > 1;
    const std::size_t images_head = in_colour ? 20 : 16;
    constexpr std::size_t labels_head = 8;
    const auto follow = [](std::vector<std::uint8_t> first, const std::vector<std::uint8_t>& then) {
        first.insert(first.end(), then.begin(), then.end());
        return first;
    };
    const std::vector<std::uint8_t> pixels =
        as_training ? follow(read.validation.pixels, read.train.pixels) : read.test.pixels;
    const std::vector<std::uint8_t> classes_read =
        as_training ? follow(read.validation.labels, read.train.labels) : read.test.labels;
    demand(std::ranges::equal(pixels, images.subspan(images_head)), "pixels are the file's");
    demand(std::ranges::equal(classes_read, labels.subspan(labels_head)), "labels are the file's");
}

}  // namespace typenet::fuzz
