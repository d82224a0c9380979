// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "evaluate/answer.hpp"

namespace typenet::app {

/// How often each class (row) was taken for each (column).
class confusion {
public:
    confusion(std::size_t classes, std::span<const answer> answers);

    [[nodiscard]] std::size_t classes() const { return classes_; }
    [[nodiscard]] long at(std::size_t truth, std::size_t said) const {
        return counts_[truth * classes_ + said];
    }
    /// How many images are of a class, and how many were said to be.
    [[nodiscard]] long images(std::size_t truth) const;
    [[nodiscard]] long said(std::size_t what) const;
    /// The share of each that is right; 0 if there are none.
    [[nodiscard]] double accuracy(std::size_t truth) const;
    [[nodiscard]] double precision(std::size_t what) const;

    struct mix_up {
        std::size_t truth = 0;
        std::size_t said = 0;
        long images = 0;
    };
    /// The `most` most frequent mix-ups, at least one image each.
    [[nodiscard]] std::vector<mix_up> most_frequent(std::size_t most) const;

private:
    std::size_t classes_;
    std::vector<long> counts_;
};

}  // namespace typenet::app
