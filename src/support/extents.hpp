// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "typenet/layer/layer.hpp"

namespace typenet::support {

/// The extents of a tensor, as many as its rank, the last one fastest.
std::vector<std::int64_t> extents_of(const tensor& tensor);

/// "[5,5,1,32]".
std::string extents_text(const tensor& tensor);

}  // namespace typenet::support
