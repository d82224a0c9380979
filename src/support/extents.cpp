// SPDX-License-Identifier: BSL-1.0
#include "support/extents.hpp"

#include <fmt/format.h>

namespace typenet::support {

std::vector<std::int64_t> extents_of(const tensor& tensor) {
    return {tensor.extents.begin(), tensor.extents.begin() + tensor.rank};
}

std::string extents_text(const tensor& tensor) {
    return fmt::format("[{}]", fmt::join(extents_of(tensor), ","));
}

}  // namespace typenet::support
