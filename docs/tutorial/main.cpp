// SPDX-License-Identifier: BSL-1.0
#include <typenet/app.hpp>

using namespace typenet;

using shapes = network<input<28, 28, 1>,                   //
                       conv<8, 5>, relu, max_pool<2>,      //
                       conv<16, 5>, relu, max_pool<2>,     //
                       expect<7, 7, 16>,                   //
                       flatten, dense<64>, relu, dropout,  //
                       dense<3>, softmax_cross_entropy>;

int main(int argc, char** argv) { return app::run<shapes>(argc, argv); }
