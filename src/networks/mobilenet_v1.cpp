// SPDX-License-Identifier: BSL-1.0
#include "typenet/networks/mobilenet_v1.hpp"

#include "typenet/app.hpp"

namespace typenet::app::compiled {

model mobilenet_v1() {
    return named<"mobilenet_v1", networks::mobilenet_v1, adam, batch<32>>::make();
}

}  // namespace typenet::app::compiled
