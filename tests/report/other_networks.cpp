// SPDX-License-Identifier: BSL-1.0
// Networks whose reports differ from those of the usual ones: other_networks NAME ARGUMENTS... is
// the command line of network NAME. tests/report/report_test.py runs it.
#include <cstdio>
#include <string_view>

#include "typenet/app.hpp"

using namespace typenet;

namespace {

/// No convolution, images of three colours, and more pixels than a picture of weights has.
using mlp = network<input<48, 20, 3>, flatten, dense<70>, relu, dense<3>, softmax_cross_entropy>;
/// More classes than a matrix can have cells, neither grey nor coloured.
using many = network<input<6, 5, 2>, conv<4, 3>, relu, flatten, dense<40>, softmax_cross_entropy>;

}  // namespace

int main(int argc, char** argv) {
    const std::string_view name = argc > 1 ? argv[1] : "";
    if (name == "mlp") return app::run<mlp, sgd, batch<16>>(argc - 1, argv + 1);
    if (name == "many") return app::run<many, adam, batch<16>>(argc - 1, argv + 1);
    std::fputs("usage: other_networks mlp|many ARGUMENTS...\n", stderr);
    return 2;
}
