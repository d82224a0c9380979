// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <bit>
#include <vector>

#include "typenet/network/parameters.hpp"

namespace typenet {

/// Calls `add(left, right)`, after which the left one is to be the sum of both, so that of `count`
/// numbered things the first becomes the sum of all, by one binary tree: the left subtree has the
/// largest power of two that is less than `count`. Of a tree whose leaves are such sums themselves,
/// of a power of two each, the result is that of the larger tree.
template <class Add>
void add_by_tree(int first, int count, Add&& add) {
    if (count <= 1) return;
    const int left = static_cast<int>(std::bit_ceil(static_cast<unsigned>(count)) / 2);
    add_by_tree(first, left, add);
    add_by_tree(first + left, count - left, add);
    add(first, first + left);
}

/// The gradients of a step over several minibatches, on their way to one sum: they are added by the
/// tree of `add_by_tree`, in the order of the minibatches, as soon as both branches are there.
///
/// **Cost**: about log2 of the minibatches, and one, times the memory of the parameters; all of it
/// is allocated when it is made.
template <network_type Net, std::floating_point Scalar = float>
class gradient_sum {
public:
    using gradients = parameters<Net, Scalar>;  ///< of a minibatch, or of several

    /// For steps over up to this many minibatches, at least 1.
    explicit gradient_sum(int most_minibatches) {
        int most = 0;
        for (int before = 0; before < most_minibatches; ++before)
            most = std::max(most, std::popcount(static_cast<unsigned>(before)));
        branches_.resize(static_cast<std::size_t>(most) + 1);
    }

    /// How many minibatches it is the sum of.
    [[nodiscard]] int minibatches() const { return count_; }

    /// Room for the gradients of one more; `take` makes them part of the sum.
    [[nodiscard]] gradients& next() { return branches_[used_]; }
    /// `add(left, right)` adds gradients onto the left ones.
    template <class Add>
    void take(Add&& add) {
        ++used_;
        ++count_;
        // As many branches are complete as the number of minibatches ends in zeros, in binary.
        for (int zeros = std::countr_zero(static_cast<unsigned>(count_)); zeros > 0; --zeros)
            join(add);
    }
    /// The sum, for the caller to use before the next step's first minibatch comes.
    template <class Add>
    [[nodiscard]] gradients& total(Add&& add) {
        while (used_ > 1) join(add);
        used_ = 0;
        count_ = 0;
        return branches_.front();
    }

private:
    template <class Add>
    void join(Add&& add) {
        --used_;
        add(branches_[used_ - 1], branches_[used_]);
    }

    std::vector<gradients> branches_;  ///< sums of fewer and fewer minibatches
    std::size_t used_ = 0;             ///< of the branches
    int count_ = 0;
};

}  // namespace typenet
