// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include "typenet/app/model.hpp"

namespace typenet::app {

/// A new trainer; 0 threads stand for as many as by default.
///
/// **Errors**: typenet::error where the system does not give so many threads.
std::unique_ptr<engine> make_engine(const model& network, int threads);

}  // namespace typenet::app
