// SPDX-License-Identifier: BSL-1.0
#include <typenet/app.hpp>

#include "marks.hpp"

int main(int argc, char** argv) { return typenet::app::run<marks>(argc, argv); }
