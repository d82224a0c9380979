// SPDX-License-Identifier: BSL-1.0
// Its networks are a translation unit each, in src/networks/.
#include "networks/compiled.hpp"

int main(int argc, char** argv) {
    return typenet::app::run(argc, argv, typenet::app::compiled::networks());
}
