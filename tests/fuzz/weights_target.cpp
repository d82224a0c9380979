// SPDX-License-Identifier: BSL-1.0
// Weights of another program: any tensors under any names, and what they are taken for.
#include <cmath>
#include <cstddef>
#include <span>

#include "exchange/import.hpp"
#include "memory_file.hpp"
#include "target.hpp"
#include "typenet/layer/batch_norm.hpp"
#include "unit/still_life.hpp"

namespace {

using namespace typenet;
using fuzz::demand;

using net = network<input<4, 4, 2>, conv<2, 3>, batch_norm<>, relu, conv<2, 3>, batch_norm<>, relu,
                    flatten, dense<3>, softmax_cross_entropy>;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const fuzz::memory_file file;
    static const app::network_summary facts = still::facts_of_net<net>();
    file.put(std::span(bytes, size));
    still::still_life_of<net> engine(1);
    const bool taken = fuzz::accepts([&] {
        exchange::weights_file weights(file.path(), "weights");
        const exchange::layer_match match = exchange::match_layers(facts, weights, {});
        demand(match.tensors.size() == facts.tensors.size(), "each tensor has its place");
        demand(!exchange::table_of(facts, match).empty(), "there is a table");
        exchange::set_parameters(facts, weights, match, 1e-5, engine);
    });
    for (std::size_t i = 0; taken && i < facts.tensors.size(); ++i)
        for (const float value : engine.parameter(i)) demand(std::isfinite(value), "numbers are");
    fuzz::accepts([&] { static_cast<void>(exchange::check_outputs(facts, engine, file.path())); });
    return 0;
}
