// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "data/array_file.hpp"
#include "data/dataset.hpp"
#include "target.hpp"

namespace typenet::fuzz {

inline constexpr int classes = 10;

inline void check_part(const data::labelled_images& part, const data::image_size& size) {
    demand(part.size == size, "images have the size that was asked for");
    demand(part.count() > 0, "a part has images");
    demand(part.labels.size() == part.count(), "each image has a label");
    demand(part.pixels.size() == part.count() * size.pixels(), "each image is whole");
    demand(std::ranges::all_of(part.labels, [](std::uint8_t label) { return label < classes; }),
           "labels are classes");
}

/// What holds of every data set that was read from files.
inline void check_parts(const data::dataset& read, const data::image_size& size) {
    for (const data::labelled_images* const part : {&read.train, &read.validation, &read.test})
        check_part(*part, size);
}

/// What also holds of IDX files.
inline void check_data_set(const data::dataset& read, const data::image_size& size) {
    check_parts(read, size);
    demand(read.validation.count() == data::validation_images, "the validation set has its size");
}

}  // namespace typenet::fuzz
