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

}  // namespace

template class typenet::predictor<small>;

int main() {
    const auto program = typenet::app::model_of<small, typenet::adam, typenet::batch<16>>();
    return program.make(2)->threads() - 2;
}
