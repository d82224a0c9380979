// SPDX-License-Identifier: BSL-1.0
#include "evaluate/answer.hpp"

#include <algorithm>
#include <utility>

namespace typenet::app {

std::vector<std::size_t> worst_mistakes(std::span<const answer> answers, std::size_t most) {
    std::vector<std::size_t> wrong;
    for (std::size_t i = 0; i < answers.size(); ++i)
        if (!answers[i].right()) wrong.push_back(i);
    std::ranges::sort(wrong, {}, [&](std::size_t i) { return std::pair(answers[i].of_truth, i); });
    wrong.resize(std::min(wrong.size(), most));
    return wrong;
}

}  // namespace typenet::app
