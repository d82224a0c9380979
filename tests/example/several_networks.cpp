// SPDX-License-Identifier: BSL-1.0
// A user's own program with several networks: a classifier, an autoencoder and a regression, each
// with its optimiser and batch. tests/cli/several_networks.py runs it.
#include "typenet/app.hpp"

using namespace typenet;

namespace {

using signs = network<input<8, 8, 1>, conv<4, 3>, relu, max_pool<2>, flatten,  //
                      dense<2>, softmax_cross_entropy>;

/// What an image of 64 pixels is reconstructed from is 12 numbers.
using squeeze = network<input<8, 8, 1>, flatten, dense<12>, relu,  //
                        dense<64>, mean_squared_error>;

/// Two numbers for each image.
using place = network<input<8, 8, 1>, flatten, dense<16>, relu,  //
                      dense<2>, mean_squared_error>;

}  // namespace

int main(int argc, char** argv) {
    return app::run<app::named<"signs", signs, sgd, batch<16>>,
                    app::named<"squeeze", squeeze, adam, batch<32>>,
                    app::named<"place", place, adam, batch<16>>>(argc, argv);
}
