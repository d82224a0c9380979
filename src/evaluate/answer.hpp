// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace typenet::app {

/// What a network said of one image, and what is true. Probabilities are those of softmax.
struct answer {
    std::uint8_t truth = 0;
    std::uint8_t said = 0;
    float confidence = 0;  ///< the probability of what was said
    float of_truth = 0;    ///< the probability of the true class

    [[nodiscard]] bool right() const { return truth == said; }
};

/// The numbers of the `most` images with the worst mistakes, the worst first: those whose true
/// class got the lowest probability. Of equally bad mistakes, the earlier image comes first.
std::vector<std::size_t> worst_mistakes(std::span<const answer> answers, std::size_t most);

}  // namespace typenet::app
