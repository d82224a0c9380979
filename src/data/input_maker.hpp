// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "data/augment.hpp"
#include "data/dataset.hpp"
#include "data/input_scaling.hpp"

namespace typenet::data {

/// What the images of a part are.
value_kind kind_of(const labelled_images& part);

/// The values of one image: of bytes pixel / 255, correctly rounded; floats as they are.
///
/// **Shapes**: `out` is [y][x][channel] of the part's size.
void write_values(const labelled_images& part, std::size_t index, std::span<float> out);

/// Mean and standard deviation of each channel's values over all images of a part, summed in
/// `double` in the order of the images. A channel whose values are all the same has deviation 1.
///
/// **Cost**: two passes, together about 1 ns a value.
input_scaling measured(const labelled_images& part);

/// Scales images of one size; made once for all of them.
class scaler {
public:
    scaler(const input_scaling& how, image_size size);

    /// (value - mean) / deviation of each value of an image [y][x][channel]. As the exported
    /// networks do, it computes in `float`, so mean 0 and deviation 1 leave the bits as they are.
    void apply(std::span<float> image) const;

private:
    std::vector<float> means_;       // of each value of a row; none where nothing is to be done
    std::vector<float> deviations_;  // as these
};

/// Makes what a network is given of the images of a part: their values, perhaps changed at random,
/// and scaled. The part must outlive it.
class input_maker {
public:
    input_maker(const labelled_images& part, const input_scaling& scaling,
                const augmentation& change = {}, std::uint64_t seed = 0);

    /// The image as it is.
    void make(std::size_t index, std::span<float> out) const;

    /// The image changed as image `item` of minibatch `step` is. A cut-out square is 0 for the
    /// network, which is the mean. Does not allocate.
    void make_changed(std::size_t index, std::uint32_t step, std::uint32_t item,
                      std::span<float> out);

    [[nodiscard]] const labelled_images& part() const { return part_; }

private:
    const labelled_images& part_;
    scaler scaler_;
    augmentation change_;
    std::uint64_t seed_;
    std::vector<float> unchanged_;  // one image
};

}  // namespace typenet::data
