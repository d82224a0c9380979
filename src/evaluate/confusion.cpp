// SPDX-License-Identifier: BSL-1.0
#include "evaluate/confusion.hpp"

#include <algorithm>
#include <tuple>

namespace typenet::app {

namespace {

double share(long part, long all) {
    return all > 0 ? static_cast<double>(part) / static_cast<double>(all) : 0;
}

}  // namespace

confusion::confusion(std::size_t classes, std::span<const answer> answers)
    : classes_(classes), counts_(classes * classes) {
    for (const answer& a : answers) ++counts_[a.truth * classes_ + a.said];
}

long confusion::images(std::size_t truth) const {
    long sum = 0;
    for (std::size_t said = 0; said < classes_; ++said) sum += at(truth, said);
    return sum;
}

long confusion::said(std::size_t what) const {
    long sum = 0;
    for (std::size_t truth = 0; truth < classes_; ++truth) sum += at(truth, what);
    return sum;
}

double confusion::accuracy(std::size_t truth) const {
    return share(at(truth, truth), images(truth));
}

double confusion::precision(std::size_t what) const { return share(at(what, what), said(what)); }

std::vector<confusion::mix_up> confusion::most_frequent(std::size_t most) const {
    std::vector<mix_up> found;
    for (std::size_t truth = 0; truth < classes_; ++truth)
        for (std::size_t said = 0; said < classes_; ++said)
            if (truth != said && at(truth, said) > 0)
                found.push_back({truth, said, at(truth, said)});
    // Equally frequent ones in the order of their classes.
    std::ranges::sort(found, {},
                      [](const mix_up& m) { return std::tuple(-m.images, m.truth, m.said); });
    found.resize(std::min(found.size(), most));
    return found;
}

}  // namespace typenet::app
