// SPDX-License-Identifier: BSL-1.0
#include "evaluate/value_errors.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace typenet::app {

std::vector<std::size_t> largest_losses(std::span<const double> losses, std::size_t most) {
    std::vector<std::size_t> order(losses.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    most = std::min(most, order.size());
    const auto key = [&](std::size_t i) { return std::tuple(-losses[i], i); };
    std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(most), {}, key);
    order.resize(most);
    return order;
}

std::optional<double> area_under_curve(std::span<const double> scores,
                                       std::span<const std::uint8_t> labels) {
    if (labels.size() != scores.size()) return std::nullopt;
    if (std::ranges::any_of(labels, [](std::uint8_t l) { return l > 1; })) return std::nullopt;
    const auto abnormal = static_cast<double>(std::ranges::count(labels, 1));
    const auto normal = static_cast<double>(labels.size()) - abnormal;
    if (abnormal == 0 || normal == 0) return std::nullopt;
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return scores[i]; });
    double below = 0;    // normal images before the run of equal scores
    double ordered = 0;  // pairs in the right order
    for (std::size_t first = 0; first < order.size();) {
        double counts[2] = {};
        std::size_t end = first;
        for (; end < order.size() && scores[order[end]] == scores[order[first]]; ++end)
            ++counts[labels[order[end]]];
        ordered += counts[1] * (below + counts[0] / 2);
        below += counts[0];
        first = end;
    }
    return ordered / (abnormal * normal);
}

}  // namespace typenet::app
