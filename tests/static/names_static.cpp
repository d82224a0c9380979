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

// Members that are only ever an error are none where all of a class is asked for.
template class typenet::parameters<net>;
template class typenet::reference::walk<net>;
template class typenet::predictor<net>;
template class typenet::trainer<net, adam, batch<2>>;

// A network's own types have defaults.
static_assert(std::is_same_v<reference::walk<net>, reference::walk<net, float>>);

// A trainer that is const shows what it holds, and is one of a kind.
using learner = trainer<net, adam, batch<2>>;
static_assert(
    std::is_same_v<decltype(std::declval<const learner&>().moment(0)), const parameters<net>&>);
static_assert(!std::is_copy_constructible_v<learner> && !std::is_copy_assignable_v<learner>);
// Nothing else is taken for parameters because trainers are, to say what is wrong.
static_assert(!std::is_convertible_v<int, parameters<net>>);
static_assert(!std::is_convertible_v<predictor<net>, parameters<net>>);
