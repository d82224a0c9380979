// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cluster/ranks.hpp"

namespace typenet::cluster {

/// What must be the same on all ranks: what it is, for people, and its value.
using facts = std::vector<std::pair<std::string, std::string>>;

/// Compares each rank's facts with those of rank 0.
///
/// **Errors**: typenet::error, the same on all ranks, which names the first rank that differs.
void expect_same(ranks& all, const facts& own);

}  // namespace typenet::cluster
