// SPDX-License-Identifier: BSL-1.0
#include "drawing/ink.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

#include "drawing/frame.hpp"
#include "drawing/paper.hpp"
#include "drawing/pieces.hpp"

namespace typenet::drawing {

namespace {

/// How many bytes there are of each value.
using histogram = std::array<std::size_t, 256>;

/// The value above which a byte belongs to the upper of two classes that differ most.
int otsu_threshold(const histogram& values) {
    double all = 0;
    double all_sum = 0;
    for (std::size_t v = 0; v < values.size(); ++v) {
        all += static_cast<double>(values[v]);
        all_sum += static_cast<double>(v * values[v]);
    }
    double below = 0;
    double below_sum = 0;
    double most = -1;
    int best = 0;
    for (std::size_t v = 0; v < values.size(); ++v) {
        below += static_cast<double>(values[v]);
        below_sum += static_cast<double>(v * values[v]);
        if (below == 0 || below == all) continue;
        const double between = below_sum / below - (all_sum - below_sum) / (all - below);
        const double variance = below * (all - below) * between * between;
        if (variance > most) {
            most = variance;
            best = static_cast<int>(v);
        }
    }
    return best;
}

/// The value below which that share of those above `threshold` lies.
int quantile_above(const histogram& values, int threshold, double share) {
    const auto above = std::span(values).subspan(static_cast<std::size_t>(threshold) + 1);
    const auto all = std::accumulate(above.begin(), above.end(), std::size_t{0});
    if (all == 0) return 0;
    auto below = static_cast<std::size_t>(share * static_cast<double>(all - 1));
    std::size_t i = 0;
    for (; below >= above[i]; ++i) below -= above[i];
    return threshold + 1 + static_cast<int>(i);
}

enum class polarity { dark_ink, light_ink };

/// By how much each pixel stands out from the paper, in the light that falls on the middle of the
/// picture: ink and paper get their share of the light alike.
plane standing_out(const plane& grey, const paper& empty, polarity ink) {
    plane out{grey.height, grey.width, {}};
    out.values.reserve(grey.values.size());
    // Black paper does not tell how much light there is: where the paper is near it, none is
    // assumed to be missing.
    constexpr double black = 8;
    const double middle = empty.at(0, 0) + black;
    for (int y = 0; y < grey.height; ++y) {
        for (int x = 0; x < grey.width; ++x) {
            const double here = empty.at(place(y, grey.height), place(x, grey.width));
            const double difference =
                ink == polarity::dark_ink ? here - grey.at(y, x) : grey.at(y, x) - here;
            out.values.push_back(static_cast<std::uint8_t>(
                std::clamp(difference * middle / (here + black) + 0.5, 0.0, 255.0)));
        }
    }
    return out;
}

/// What of a picture stands out, and what of that is its drawing.
class candidate {
public:
    candidate(const plane& grey, const paper& empty, polarity ink)
        : out_(standing_out(grey, empty, ink)), spots_(out_.values.size(), spot::empty) {}

    /// Takes all that stands out but dust. False if that is nothing.
    bool take_all() {
        if (!mark_ink()) return false;
        take(pieces_of(spots_, out_.height, out_.width));
        return true;
    }

    /// Takes what stands out and does not run off the picture, but dust. False if that is nothing,
    /// or if it is the drawing that runs off: then it holds no corner, or what is left without it
    /// is no sheet's rectangle.
    bool take_inner() {
        // What runs off has a faint edge, and may have hidden paler ink; so it is cut off, and what
        // is left looked at as if it were the picture.
        constexpr int most_rounds = 8;
        for (int round = 0; round < most_rounds; ++round) {
            if (!mark_ink()) return false;
            const pieces found = pieces_of(spots_, out_.height, out_.width);
            const piece& largest = largest_of(found);
            if (round == 0 && largest.leaves && !largest.at_corner) return false;
            if (cut_off(found)) continue;
            // A speck on an empty sheet is no drawing.
            if (16 * largest.extent() < std::max(out_.height, out_.width)) return false;
            if (!sheet_is_a_rectangle()) return false;
            take(found);
            return true;
        }
        return false;
    }

    [[nodiscard]] double weight() const { return weight_; }
    [[nodiscard]] const plane& ink() const { return out_; }

private:
    static const piece& largest_of(const pieces& found) {
        return *std::ranges::max_element(found.all, {}, &piece::area);
    }

    /// False if nothing stands out enough.
    bool mark_ink() {
        histogram values{};
        for (std::size_t i = 0; i < spots_.size(); ++i)
            if (spots_[i] != spot::outside) ++values[out_.values[i]];
        const int threshold = otsu_threshold(values);
        full_ = quantile_above(values, threshold, 0.9);
        constexpr int least_contrast = 16;
        if (full_ < least_contrast) return false;
        for (std::size_t i = 0; i < spots_.size(); ++i)
            if (spots_[i] != spot::outside)
                spots_[i] = out_.values[i] > threshold ? spot::ink : spot::empty;
        return true;
    }

    bool cut_off(const pieces& found) {
        bool any = false;
        for (std::size_t i = 0; i < spots_.size(); ++i) {
            if (spots_[i] != spot::ink || !found.at(i).leaves) continue;
            spots_[i] = spot::outside;
            any = true;
        }
        return any;
    }

    [[nodiscard]] bool sheet_is_a_rectangle() const {
        plane sheet{out_.height, out_.width, {}};
        for (const spot s : spots_) sheet.values.push_back(s == spot::outside ? 0 : 1);
        const box around = box_of_ink(sheet);
        const auto area = static_cast<double>(std::ranges::count(sheet.values, 1));
        constexpr double least_share = 0.85;  // a rectangle that lies askew by five degrees
        return area >= least_share * around.height * around.width;
    }

    /// Leaves nothing standing but the pieces that are no dust, and their faint edges and ends.
    void take(const pieces& found) {
        const piece& largest = largest_of(found);
        constexpr std::size_t dust = 32;  // so many times smaller than the largest
        std::vector<bool> kept(spots_.size());
        std::vector<std::size_t> rim;
        for (std::size_t i = 0; i < spots_.size(); ++i) {
            if (spots_[i] != spot::ink || dust * found.at(i).area < largest.area) continue;
            kept[i] = true;
            rim.push_back(i);
            weight_ += static_cast<double>(out_.values[i]) * out_.values[i];
        }
        // Two pixels of MNIST's digits; a shadow that goes on is none of the drawing.
        const int reach = largest.extent() / 10 + 1;
        for (int step = 0; step < reach; ++step) rim = grown(rim, kept);
        for (std::size_t i = 0; i < spots_.size(); ++i) {
            const int ink = std::min(255, (255 * out_.values[i] + full_ / 2) / full_);
            out_.values[i] = static_cast<std::uint8_t>(kept[i] ? ink : 0);
        }
    }

    /// The faint pixels beside those of `rim`, which become kept.
    std::vector<std::size_t> grown(const std::vector<std::size_t>& rim,
                                   std::vector<bool>& kept) const {
        constexpr int faint = 8;  // so many times fainter than full ink
        std::vector<std::size_t> next;
        for (const std::size_t from : rim) {
            const int y = static_cast<int>(from) / out_.width;
            const int x = static_cast<int>(from) % out_.width;
            for (int v = std::max(0, y - 1); v <= std::min(out_.height - 1, y + 1); ++v) {
                for (int h = std::max(0, x - 1); h <= std::min(out_.width - 1, x + 1); ++h) {
                    const std::size_t i = out_.index(v, h);
                    if (kept[i] || spots_[i] == spot::outside || faint * out_.values[i] < full_)
                        continue;
                    kept[i] = true;
                    next.push_back(i);
                }
            }
        }
        return next;
    }

    plane out_;
    std::vector<spot> spots_;
    int full_ = 0;
    double weight_ = 0;
};

/// The heavier of what is drawn in dark and in light ink, if anything is.
std::optional<plane> drawing_on(const plane& grey, const paper& empty, bool (candidate::*take)()) {
    std::optional<plane> drawing;
    double most = 0;
    for (const polarity ink : {polarity::dark_ink, polarity::light_ink}) {
        candidate one(grey, empty, ink);
        if (!(one.*take)() || one.weight() <= most) continue;
        most = one.weight();
        drawing = one.ink();
    }
    return drawing;
}

/// As large as the picture, or as is enough to tell ink from paper: fewer pixels have less noise.
plane reduced(const plane& whole) {
    constexpr int most_side = 1024;
    const int longer = std::max(whole.height, whole.width);
    if (longer <= most_side) return whole;
    const auto scaled = [&](int n) {
        return std::max(1, static_cast<int>(std::lround(1.0 * n * most_side / longer)));
    };
    return resampled(whole, {0, 0, whole.height, whole.width}, scaled(whole.height),
                     scaled(whole.width));
}

}  // namespace

std::optional<plane> ink_of(const plane& grey) {
    const plane whole = reduced(grey);
    const plane sheet = without_frame(whole);
    if (auto ink = drawing_on(sheet, paper(samples_of(sheet)), &candidate::take_inner)) return ink;
    if (auto ink = drawing_on(sheet, paper(border_of(sheet)), &candidate::take_all)) return ink;
    return drawing_on(whole, paper(border_of(whole)), &candidate::take_all);
}

}  // namespace typenet::drawing
