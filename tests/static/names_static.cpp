// SPDX-License-Identifier: BSL-1.0

// A program that uses the whole namespace may have names of its own that a report's words are.
#include "typenet/typenet.hpp"

using namespace typenet;  // NOLINT(google-build-using-namespace): what is tested

struct fault {
    int code;
};
struct mistake {
    int from;
};
template <class Net>
constexpr int layer() {
    return Net::depth;
}
constexpr fault use(fault expects) { return expects; }
constexpr mistake tell(mistake got) { return got; }

using net = network<input<4, 4, 1>, flatten, dense<2>, softmax_cross_entropy>;
static_assert(layer<net>() == 3);
static_assert(use(fault{1}).code == tell(mistake{1}).from);
