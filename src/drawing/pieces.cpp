// SPDX-License-Identifier: BSL-1.0
#include "drawing/pieces.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace typenet::drawing {

namespace {

/// Labels of which some turn out to mean the same: the first of them stands for all.
class equal_labels {
public:
    std::int32_t make() {
        parents_.push_back(static_cast<std::int32_t>(parents_.size()));
        return parents_.back();
    }
    std::int32_t first_of(std::int32_t label) {
        while (parent(label) != label) label = parent(label) = parent(parent(label));
        return label;
    }
    std::int32_t join(std::int32_t a, std::int32_t b) {
        a = first_of(a);
        b = first_of(b);
        return parent(std::max(a, b)) = std::min(a, b);
    }

    [[nodiscard]] std::size_t count() const { return parents_.size(); }

private:
    std::int32_t& parent(std::int32_t label) { return parents_[static_cast<std::size_t>(label)]; }

    std::vector<std::int32_t> parents_;
};

/// Spots by row and column.
class sheet {
public:
    sheet(std::span<const spot> spots, int height, int width)
        : spots_(spots), height_(height), width_(width) {}

    [[nodiscard]] std::size_t index(int y, int x) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
               static_cast<std::size_t>(x);
    }
    [[nodiscard]] bool has(int y, int x) const {
        return y >= 0 && x >= 0 && y < height_ && x < width_;
    }
    [[nodiscard]] spot at(int y, int x) const { return spots_[index(y, x)]; }

    /// Whether (y, x) is beside the edge of the picture, or what is outside.
    [[nodiscard]] bool leaves(int y, int x) const {
        for (int v = y - 1; v <= y + 1; ++v)
            for (int h = x - 1; h <= x + 1; ++h)
                if (!has(v, h) || at(v, h) == spot::outside) return true;
        return false;
    }
    [[nodiscard]] bool is_corner(int y, int x) const {
        return (y == 0 || y == height_ - 1) && (x == 0 || x == width_ - 1);
    }

    /// Calls visit(y, x) at each spot of ink, row by row.
    template <class Visit>
    void each_ink(Visit&& visit) const {
        for (int y = 0; y < height_; ++y)
            for (int x = 0; x < width_; ++x)
                if (at(y, x) == spot::ink) visit(y, x);
    }

private:
    std::span<const spot> spots_;
    int height_;
    int width_;
};

}  // namespace

pieces pieces_of(std::span<const spot> spots, int height, int width) {
    const sheet on(spots, height, width);
    constexpr std::array<std::pair<int, int>, 4> before{{{0, -1}, {-1, -1}, {-1, 0}, {-1, 1}}};
    equal_labels labels;
    pieces found{{}, std::vector<std::int32_t>(spots.size(), -1)};
    on.each_ink([&](int y, int x) {
        std::int32_t& mine = found.number[on.index(y, x)];
        for (const auto& [down, right] : before) {
            if (!on.has(y + down, x + right)) continue;
            const std::int32_t other = found.number[on.index(y + down, x + right)];
            if (other >= 0) mine = mine < 0 ? labels.first_of(other) : labels.join(mine, other);
        }
        if (mine < 0) mine = labels.make();
    });

    std::vector<std::int32_t> numbers(labels.count(), -1);  // of the pieces, by first label
    on.each_ink([&](int y, int x) {
        std::int32_t& mine = found.number[on.index(y, x)];
        std::int32_t& number = numbers[static_cast<std::size_t>(labels.first_of(mine))];
        if (number < 0) {
            number = static_cast<std::int32_t>(found.all.size());
            found.all.push_back({.top = y, .bottom = y, .left = x, .right = x});
        }
        mine = number;
        piece& whole = found.all[static_cast<std::size_t>(mine)];
        ++whole.area;
        whole.bottom = y;
        whole.left = std::min(whole.left, x);
        whole.right = std::max(whole.right, x);
        whole.leaves = whole.leaves || on.leaves(y, x);
        whole.at_corner = whole.at_corner || on.is_corner(y, x);
    });
    return found;
}

}  // namespace typenet::drawing
