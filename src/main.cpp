// SPDX-License-Identifier: BSL-1.0
#include "typenet/app.hpp"

// The notebook's network: the layers, and the shapes that its author had in mind.
using digits =
    typenet::network<typenet::input<28, 28, 1>,                                                //
                     typenet::conv<32, 5>, typenet::relu, typenet::max_pool<2>,                //
                     typenet::expect<14, 14, 32>,                                              //
                     typenet::conv<64, 5>, typenet::relu, typenet::max_pool<2>,                //
                     typenet::expect<7, 7, 64>,                                                //
                     typenet::flatten, typenet::dense<1024>, typenet::relu, typenet::dropout,  //
                     typenet::dense<10>,                                                       //
                     typenet::softmax_cross_entropy>;

int main(int argc, char** argv) { return typenet::app::run<digits>(argc, argv); }
