// SPDX-License-Identifier: BSL-1.0
// MISTAKE: A program hands on nothing of its command line.
// EXPECT: use "app::run" expects "int argc, char** argv" got "no argument"
// CURE: Hand on what `main` is given.
#include "typenet/app.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
#ifdef FIXED
int main(int argc, char** argv) { return app::run<net>(argc, argv); }
#else
int main() { return app::run<net>(); }
#endif
