// SPDX-License-Identifier: BSL-1.0
#include "export_network.hpp"

namespace typenet::exporting {

namespace {

using digits =
    network<input<28, 28, 1>, conv<32, 5>, relu, max_pool<2>, conv<64, 5>, relu, max_pool<2>,
            flatten, dense<1024>, relu, dropout, dense<10>, softmax_cross_entropy>;
// Everything that a pad, a stride or a turn of the axes could get wrong.
using odd =
    network<input<17, 13, 2>, conv<6, 5, 3>, relu, conv<5, 3, 1, valid>, max_pool<2, 1>, relu,
            expect<3, 2, 5>, flatten, dense<7>, dropout, dense<3>, softmax_cross_entropy>;
using lenet = network<input<28, 28, 1>, conv<6, 5>, relu, max_pool<2>, conv<16, 5, 1, valid>, relu,
                      max_pool<2>, flatten, dense<120>, relu, dense<84>, relu, dense<10>,
                      softmax_cross_entropy>;
using mlp =
    network<input<9, 5, 3>, flatten, relu, dense<33>, relu, dense<4>, softmax_cross_entropy>;
// Every option of windows, zeros that are not the same on both sides, layers without biases.
using windows =
    network<input<19, 11, 3>, conv<6, window<10, 4>, stride<2>>, batch_norm<>, relu,
            conv<8, window<3, 1>, stride<1, 2>, pad<1, 0>, no_bias>, batch_norm<0.9, 1e-5>, relu,
            depthwise_conv<window<2, 3>, stride<2, 1>, pad<1, 2>, no_bias>,
            max_pool<3, 2, drop_rest>, average_pool<2, 1>, conv<7, 3, 2, no_bias>, flatten,
            dense<9, no_bias>, batch_norm<>, relu, dense<4>, softmax_cross_entropy>;

}  // namespace

void export_chains(const std::filesystem::path& folder) {
    export_network<digits>(folder, "digits");
    export_network<odd>(folder, "odd");
    export_network<lenet>(folder, "lenet");
    export_network<mlp>(folder, "mlp");
    export_network<windows>(folder, "windows");
    // Others of the same name.
    std::filesystem::create_directory(folder / "again");
    export_network<mlp>(folder / "again", "mlp", {}, 8);
}

}  // namespace typenet::exporting
