// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "data/dataset.hpp"

namespace typenet::data {

/// Tells data sets apart: a checksum of each part's images, labels and targets, in hexadecimal
/// digits.
///
/// **Cost**: about 1 ns a byte.
std::string digest_of(const dataset& set);

}  // namespace typenet::data
