// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include "exchange/layers.hpp"

namespace typenet::exchange {

/// The arrays that hold what layers give, one after the other. In a chain they are two, which take
/// turns; a value that is read again later has one for itself as long.
struct slots {
    std::vector<int> of;        ///< of each layer; -1: it gives the network's inputs as they are
    std::vector<extent> sizes;  ///< of each array, in floats
};

/// A slot for each layer: the one that it reads, if it computes value by value and is the last to
/// read it, else the smallest free one that is large enough, else the largest free one, which
/// grows, else a new one.
slots slots_of(const exported_network& network);

}  // namespace typenet::exchange
