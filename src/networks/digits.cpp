// SPDX-License-Identifier: BSL-1.0
#include "typenet/networks/digits.hpp"

#include "typenet/app.hpp"

namespace typenet::app::compiled {

model digits() { return named<"digits", networks::digits>::make(); }

}  // namespace typenet::app::compiled
