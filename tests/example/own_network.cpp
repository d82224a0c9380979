// SPDX-License-Identifier: BSL-1.0
// A user's own trainer: another network, for colour images of another size, with the whole command
// line of typenet. tests/cli/own_network.py runs it.
#include "typenet/app.hpp"

using namespace typenet;

using signs = network<input<12, 20, 3>,                   //
                      conv<8, 3>, relu, max_pool<2>,      //
                      expect<6, 10, 8>,                   //
                      conv<12, 3, 1, valid>, relu,        //
                      flatten, dense<24>, relu, dropout,  //
                      dense<4>, softmax_cross_entropy>;

int main(int argc, char** argv) { return app::run<signs>(argc, argv); }
