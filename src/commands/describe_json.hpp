// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "typenet/app/model.hpp"

namespace typenet::app {

/// What `describe` tells, as one JSON object; its numbers are bytes and counts.
std::string describe_json(const network_summary& network);

}  // namespace typenet::app
