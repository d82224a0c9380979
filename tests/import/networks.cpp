// SPDX-License-Identifier: BSL-1.0
// The networks that make_models.py has trained elsewhere, as types. import_test.py imports them.
#include "typenet/app.hpp"

using namespace typenet;

namespace {

using pytorch_norm = batch_norm<0.9, 1e-5>;
using of_pytorch =
    network<input<6, 8, 3>, conv<4, 3>, pytorch_norm, relu, depthwise_conv<3>, pytorch_norm, relu,
            conv<4, window<3, 1>>, relu, conv<4, window<3, 1>>, relu, max_pool<2>, flatten,
            dense<7>, relu, dense<3>, softmax_cross_entropy>;
using of_keras = network<input<6, 8, 3>, conv<4, 3, 2, no_bias>, batch_norm<>, relu,
                         residual<depthwise_conv<3>, batch_norm<>, relu, conv<4, 1>, batch_norm<>>,
                         relu, flatten, dense<8>, relu, dropout, dense<3>, softmax_cross_entropy>;

}  // namespace

int main(int argc, char** argv) {
    return app::run<app::named<"pytorch", of_pytorch, sgd, batch<4>>,
                    app::named<"keras", of_keras, sgd, batch<4>>>(argc, argv);
}
