// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include "typenet/app/model.hpp"

namespace typenet::app {

/// A new trainer; 0 threads stand for as many as by default, which is one's part of what is granted
/// where so many processes share it.
///
/// **Errors**: typenet::error where the system does not give so many threads.
std::unique_ptr<engine> make_engine(const model& network, int threads, int sharing = 1);

}  // namespace typenet::app
