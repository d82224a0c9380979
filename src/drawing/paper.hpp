// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cmath>
#include <vector>

#include "drawing/plane.hpp"

namespace typenet::drawing {

/// A pixel of a picture: where it is, from -1 to 1 each way, and how bright.
struct sample {
    double y = 0;
    double x = 0;
    double value = 0;
};

/// How bright the empty paper is everywhere: a surface of second order, since light falls off
/// smoothly. Of all such surfaces, one that as many samples as possible lie near: ink, dust and
/// frames are what does not.
///
/// **Cost**: some twenty passes over the samples at most, three times.
/// **Source**: concentration steps as in P. J. Rousseeuw and K. Van Driessen, "Computing LTS
/// Regression for Large Data Sets", Data Mining and Knowledge Discovery 12, 2006, from level
/// surfaces at the quartiles; then least squares over all samples within the tolerance.
class paper {
public:
    explicit paper(std::vector<sample> samples);

    /// 0 to 255.
    [[nodiscard]] double at(double y, double x) const;

    /// Whether a pixel so bright may be paper.
    [[nodiscard]] bool shows(double value, double y, double x) const {
        return std::abs(value - at(y, x)) <= tolerance;
    }

    /// Noise of 4 of 255 is within it four times.
    static constexpr double tolerance = 16;

private:
    std::array<double, 6> surface_{};
};

/// Enough pixels of a plane to tell its paper, spread evenly; and of its border.
std::vector<sample> samples_of(const plane& grey);
std::vector<sample> border_of(const plane& grey);

/// Of a row or column, as in `sample`.
constexpr double place(int i, int all) { return all > 1 ? 2.0 * i / (all - 1) - 1 : 0; }

}  // namespace typenet::drawing
