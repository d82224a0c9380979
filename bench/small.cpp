// SPDX-License-Identifier: BSL-1.0
#include "typenet/app.hpp"

// A small network for MNIST: the notebook's with half the filters and an eighth of the units.
using small = typenet::network<typenet::input<28, 28, 1>,                                  //
                               typenet::conv<16, 5>, typenet::relu, typenet::max_pool<2>,  //
                               typenet::conv<32, 5>, typenet::relu, typenet::max_pool<2>,  //
                               typenet::flatten, typenet::dense<128>, typenet::relu,       //
                               typenet::dense<10>,                                         //
                               typenet::softmax_cross_entropy>;

int main(int argc, char** argv) { return typenet::app::run<small>(argc, argv); }
