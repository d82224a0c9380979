// SPDX-License-Identifier: BSL-1.0
#include "evaluate/calibration.hpp"

#include <algorithm>
#include <cmath>

namespace typenet::app {

calibration::calibration(std::span<const answer> answers) : images_(answers.size()) {
    for (const answer& a : answers) {
        const double position = std::clamp(static_cast<double>(a.confidence), 0.0, 1.0) * bins;
        bin& into = bins_[std::min(static_cast<std::size_t>(position), bins - 1)];
        ++into.images;
        into.confidence += a.confidence;
        into.accuracy += a.right() ? 1 : 0;
        mean_confidence_ += a.confidence;
    }
    for (bin& b : bins_) {
        if (b.images == 0) continue;
        b.confidence /= static_cast<double>(b.images);
        b.accuracy /= static_cast<double>(b.images);
    }
    if (images_ > 0) mean_confidence_ /= static_cast<double>(images_);
}

double calibration::expected_error() const {
    double sum = 0;
    for (const bin& b : bins_)
        sum += static_cast<double>(b.images) * std::abs(b.accuracy - b.confidence);
    return images_ > 0 ? sum / static_cast<double>(images_) : 0;
}

}  // namespace typenet::app
