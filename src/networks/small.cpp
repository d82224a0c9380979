// SPDX-License-Identifier: BSL-1.0
#include "typenet/networks/small.hpp"

#include "typenet/app.hpp"

namespace typenet::app::compiled {

model small() { return named<"small", networks::small>::make(); }

}  // namespace typenet::app::compiled
