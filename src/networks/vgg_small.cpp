// SPDX-License-Identifier: BSL-1.0
#include "typenet/networks/vgg_small.hpp"

#include "typenet/app.hpp"

namespace typenet::app::compiled {

model vgg_small() { return named<"vgg_small", networks::vgg_small>::make(); }

}  // namespace typenet::app::compiled
