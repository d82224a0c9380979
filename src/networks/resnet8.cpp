// SPDX-License-Identifier: BSL-1.0
#include "typenet/networks/resnet8.hpp"

#include "typenet/app.hpp"

namespace typenet::app::compiled {

model resnet8() { return named<"resnet8", networks::resnet8, sgd, batch<128>>::make(); }

}  // namespace typenet::app::compiled
