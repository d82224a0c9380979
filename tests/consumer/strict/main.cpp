// SPDX-License-Identifier: BSL-1.0
// All that a program can have of typenet without linking it, and names that are typenet's own too.
#include <typenet/app.hpp>
#include <typenet/typenet.hpp>

struct layer {};
struct network {};
int team = 0;

namespace {

using small = typenet::network<typenet::input<16, 16, 1>, typenet::conv<8, 3>, typenet::relu,
                               typenet::max_pool<2>, typenet::conv<32, 5>, typenet::relu,
                               typenet::flatten, typenet::dense<20>, typenet::relu,
                               typenet::dropout, typenet::dense<3>, typenet::softmax_cross_entropy>;

/// The layers that it lacks, and 3x3 windows by Winograd's tiles.
using other = typenet::network<
    typenet::input<19, 18, 2>, typenet::conv<32, 3>, typenet::batch_norm<>, typenet::relu,
    typenet::conv<32, 3, typenet::no_bias>, typenet::leaky_relu<0.1>, typenet::depthwise_conv<3>,
    typenet::max_pool<2, typenet::drop_rest>, typenet::average_pool<2, 1>,
    typenet::concat<typenet::branch<typenet::conv<3, 1>, typenet::tanh>,
                    typenet::branch<typenet::conv<2, 3>, typenet::gelu>>,
    typenet::residual<typenet::conv<5, 3>, typenet::sigmoid>, typenet::global_average_pool,
    typenet::dense<4>, typenet::binary_cross_entropy>;

}  // namespace

template class typenet::predictor<small>;

int main() {
    const auto program = typenet::app::model_of<small, typenet::adam, typenet::batch<16>>();
    const auto second = typenet::app::model_of<other, typenet::sgd, typenet::batch<16>>();
    return program.make(2)->threads() - second.make(2)->threads();
}
