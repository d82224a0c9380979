// SPDX-License-Identifier: BSL-1.0
#include "typenet/networks/lenet5.hpp"

#include "typenet/app.hpp"

namespace typenet::app::compiled {

model lenet5() { return named<"lenet5", networks::lenet5>::make(); }

}  // namespace typenet::app::compiled
