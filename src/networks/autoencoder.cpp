// SPDX-License-Identifier: BSL-1.0
#include "typenet/networks/autoencoder.hpp"

#include "typenet/app.hpp"

namespace typenet::app::compiled {

model autoencoder() { return named<"autoencoder", networks::autoencoder>::make(); }

}  // namespace typenet::app::compiled
