// SPDX-License-Identifier: BSL-1.0
#include "typenet/networks/ds_cnn.hpp"

#include "typenet/app.hpp"

namespace typenet::app::compiled {

model ds_cnn() { return named<"ds_cnn", networks::ds_cnn>::make(); }

}  // namespace typenet::app::compiled
