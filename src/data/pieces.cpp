// SPDX-License-Identifier: BSL-1.0
#include "data/pieces.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace typenet::data {

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

private:
    std::int32_t& parent(std::int32_t label) { return parents_[static_cast<std::size_t>(label)]; }

    std::vector<std::int32_t> parents_;
};

}  // namespace

pieces pieces_of(std::span<const spot> spots, int height, int width) {
    const auto index = [=](int y, int x) {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x);
    };
    constexpr std::array<std::pair<int, int>, 4> before{{{0, -1}, {-1, -1}, {-1, 0}, {-1, 1}}};
    equal_labels labels;
    pieces found{{}, std::vector<std::int32_t>(spots.size(), -1)};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            if (spots[index(y, x)] != spot::ink) continue;
            std::int32_t& mine = found.number[index(y, x)];
            for (const auto& [down, right] : before) {
                if (y + down < 0 || x + right < 0 || x + right >= width) continue;
                const std::int32_t other = found.number[index(y + down, x + right)];
                if (other >= 0) mine = mine < 0 ? labels.first_of(other) : labels.join(mine, other);
            }
            if (mine < 0) mine = labels.make();
        }
    }

    std::vector<std::int32_t> numbers;  // of the pieces, by first label
    const auto leaves = [&](int y, int x) {
        if (y == 0 || x == 0 || y == height - 1 || x == width - 1) return true;
        for (int down = -1; down <= 1; ++down)
            for (int right = -1; right <= 1; ++right)
                if (spots[index(y + down, x + right)] == spot::outside) return true;
        return false;
    };
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            std::int32_t& mine = found.number[index(y, x)];
            if (mine < 0) continue;
            const auto label = static_cast<std::size_t>(labels.first_of(mine));
            if (label >= numbers.size()) numbers.resize(label + 1, -1);
            if (numbers[label] < 0) {
                numbers[label] = static_cast<std::int32_t>(found.all.size());
                found.all.push_back({.top = y, .bottom = y, .left = x, .right = x});
            }
            mine = numbers[label];
            piece& whole = found.all[static_cast<std::size_t>(mine)];
            ++whole.area;
            whole.bottom = y;
            whole.left = std::min(whole.left, x);
            whole.right = std::max(whole.right, x);
            whole.leaves = whole.leaves || leaves(y, x);
            whole.at_corner =
                whole.at_corner || ((y == 0 || y == height - 1) && (x == 0 || x == width - 1));
        }
    }
    return found;
}

}  // namespace typenet::data
