// SPDX-License-Identifier: BSL-1.0
#include "export_network.hpp"
#include "typenet/networks/autoencoder.hpp"
#include "typenet/networks/resnet8.hpp"

namespace typenet::exporting {

namespace {

// Those of MLPerf Tiny for words and for persons.
using ds_cnn =
    network<input<49, 10, 1>, conv<64, window<10, 4>, stride<2>>, batch_norm<>, relu, dropout,  //
            depthwise_conv<3>, batch_norm<>, relu, conv<64, 1>, batch_norm<>, relu,             //
            depthwise_conv<3>, batch_norm<>, relu, conv<64, 1>, batch_norm<>, relu,             //
            depthwise_conv<3>, batch_norm<>, relu, conv<64, 1>, batch_norm<>, relu,             //
            depthwise_conv<3>, batch_norm<>, relu, conv<64, 1>, batch_norm<>, relu,             //
            dropout, global_average_pool, dense<12>, softmax_cross_entropy>;
using mobilenet = network<
    input<96, 96, 3>, conv<8, 3, 2, no_bias>, batch_norm<>, relu,                              //
    depthwise_conv<3, no_bias>, batch_norm<>, relu, conv<16, 1, no_bias>, batch_norm<>, relu,  //
    depthwise_conv<3, 2, no_bias>, batch_norm<>, relu, conv<32, 1, no_bias>, batch_norm<>, relu,
    depthwise_conv<3, no_bias>, batch_norm<>, relu, conv<32, 1, no_bias>, batch_norm<>, relu,
    depthwise_conv<3, 2, no_bias>, batch_norm<>, relu, conv<64, 1, no_bias>, batch_norm<>, relu,
    depthwise_conv<3, no_bias>, batch_norm<>, relu, conv<64, 1, no_bias>, batch_norm<>, relu,
    depthwise_conv<3, 2, no_bias>, batch_norm<>, relu, conv<128, 1, no_bias>, batch_norm<>, relu,
    depthwise_conv<3, no_bias>, batch_norm<>, relu, conv<128, 1, no_bias>, batch_norm<>, relu,
    depthwise_conv<3, no_bias>, batch_norm<>, relu, conv<128, 1, no_bias>, batch_norm<>, relu,
    depthwise_conv<3, no_bias>, batch_norm<>, relu, conv<128, 1, no_bias>, batch_norm<>, relu,
    depthwise_conv<3, no_bias>, batch_norm<>, relu, conv<128, 1, no_bias>, batch_norm<>, relu,
    depthwise_conv<3, no_bias>, batch_norm<>, relu, conv<128, 1, no_bias>, batch_norm<>, relu,
    depthwise_conv<3, 2, no_bias>, batch_norm<>, relu, conv<256, 1, no_bias>, batch_norm<>, relu,
    depthwise_conv<3, no_bias>, batch_norm<>, relu, conv<256, 1, no_bias>, batch_norm<>, relu,
    global_average_pool, dense<2>, softmax_cross_entropy>;

}  // namespace

void export_known_networks(const std::filesystem::path& folder) {
    export_network<networks::resnet8>(
        folder, "resnet8", {data::value_kind::bytes, {0.49, 0.48, 0.45}, {0.25, 0.24, 0.26}});
    export_network<ds_cnn>(folder, "ds_cnn");
    export_network<mobilenet>(folder, "mobilenet");
    export_network<networks::autoencoder>(folder, "autoencoder");
}

}  // namespace typenet::exporting
