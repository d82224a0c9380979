// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "data/input_maker.hpp"

namespace typenet::data {

/// The order in which training walks through its images.
enum class order {
    shuffled,    ///< a new permutation each epoch
    sequential,  ///< 0, 1, 2, … and again
};

/// Which images each minibatch holds. The epochs' permutations form one endless row, which is cut
/// into minibatches: one at the end of an epoch takes the rest of the old permutation and the start
/// of the new one, as TensorFlow's DataSet.next_batch does. Only seed, step and batch size count,
/// so that a resumed run goes on with the same images.
///
/// **Errors**: the constructor throws typenet::error for no images or 2^32 and more.
/// **Cost**: two permutations are held; a new one costs about 5 ns an image, once an epoch.
/// `indices` does not allocate.
class batch_order {
public:
    batch_order(std::size_t count, order how, std::uint64_t seed);

    /// Writes the image indices of minibatch `step`, counted from 1, of size `out.size()`.
    void indices(std::uint64_t step, std::span<std::uint32_t> out);

private:
    struct permutation {
        std::uint64_t epoch = 0;
        std::vector<std::uint32_t> images;
    };

    const std::vector<std::uint32_t>& permutation_of(std::uint64_t epoch);
    void arrange(permutation& target, std::uint64_t epoch) const;

    order how_;
    std::uint64_t seed_;
    std::array<permutation, 2> cache_;  ///< even and odd epochs
};

/// Gathers minibatch `step`: the images as the network is given them, and the labels and targets
/// that there is room for.
///
/// **Shapes**: `images` is [indices.size()][y][x][channel], `labels` is [indices.size()], `targets`
/// [indices.size()][value].
void fill_batch(input_maker& from, std::span<const std::uint32_t> indices, std::uint32_t step,
                std::span<float> images, std::span<std::uint8_t> labels,
                std::span<float> targets = {});

}  // namespace typenet::data
