// SPDX-License-Identifier: BSL-1.0
#include "export_network.hpp"

namespace typenet::exporting {

namespace {

// Every layer.
using every =
    network<input<23, 17, 3>, conv<8, 3, pad<1>, no_bias>, batch_norm<0.9, 1e-5>, leaky_relu<0.1>,
            residual<depthwise_conv<3>, batch_norm<>, relu, conv<8, 1>>, gelu,
            max_pool<3, 2, drop_rest>,
            concat<branch<conv<4, 1>, typenet::tanh>,
                   branch<depthwise_conv<window<1, 3>, no_bias>, sigmoid>, branch<>>,
            average_pool<2, 1>, expect<10, 7, 20>, dropout,
            concat<branch<global_average_pool>, branch<flatten, dense<12, no_bias>, gelu>>,
            budget<1'000'000>, batch_norm<>, typenet::tanh, dense<5>, softmax_cross_entropy>;
// Branches that are empty, that begin with what works in place, that lie in each other.
using graph =
    network<input<9, 8, 3>, residual<relu, conv<3, 3>>, conv<6, 3>,
            residual<relu, residual<batch_norm<>, conv<6, 3>>, relu>, residual<expect<9, 8, 6>>,
            residual<branch<conv<5, 3, 2>, batch_norm<>>, shortcut<conv<5, 1, 2>>>, relu, flatten,
            residual<dense<100>, relu>, relu, dense<6>, softmax_cross_entropy>;
// Images out, which are those that came in and others.
using images =
    network<input<7, 6, 2>, concat<branch<>, branch<conv<3, 3>, typenet::tanh>, branch<sigmoid>>,
            mean_squared_error>;
using yes_or_no = network<input<40>, batch_norm<>, residual<dense<40>, leaky_relu<0.01>>, dense<5>,
                          binary_cross_entropy>;

}  // namespace

void export_graphs(const std::filesystem::path& folder) {
    export_network<every>(folder, "every", {data::value_kind::bytes, {0.3, 0.5, 0.7}, {}});
    export_network<graph>(folder, "graph", {data::value_kind::bytes, {0.5}, {}});
    export_network<images>(folder, "images");
    export_network<yes_or_no>(folder, "yes_or_no", {data::value_kind::floats, {0.25}, {2}});
}

}  // namespace typenet::exporting
