// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "evaluate/answer.hpp"

namespace typenet::app {

/// How well confidence and accuracy agree: answers in ten bins of equal width by their confidence.
/// A confidence on the border of two bins is in the upper one.
///
/// **Source**: C. Guo et al., "On Calibration of Modern Neural Networks", 2017, equation 3.
class calibration {
public:
    struct bin {
        std::size_t images = 0;
        double confidence = 0;  ///< mean; 0 if there are no images
        double accuracy = 0;    ///< likewise
    };
    static constexpr std::size_t bins = 10;

    explicit calibration(std::span<const answer> answers);

    [[nodiscard]] const bin& operator[](std::size_t i) const { return bins_[i]; }
    [[nodiscard]] std::size_t images() const { return images_; }
    /// The mean over all images.
    [[nodiscard]] double mean_confidence() const { return mean_confidence_; }
    /// How far the accuracy of an image's bin is from its confidence: the mean over all images.
    [[nodiscard]] double expected_error() const;

private:
    std::array<bin, bins> bins_{};
    std::size_t images_;
    double mean_confidence_ = 0;
};

}  // namespace typenet::app
