// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include "data/dataset.hpp"

namespace typenet::data {

/// A sentence for the training part and one for the validation part, each only if it has no image
/// of a class that the data set has: what is not there is not learned, or not judged on the way.
std::vector<std::string> missing_classes(const dataset& set);

}  // namespace typenet::data
