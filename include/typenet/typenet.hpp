// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @namespace typenet
/// Networks as types, and what trains and uses them.

// Everything that a program needs to define, train and use a network; not the command line, which
// is typenet/app.hpp.
#include "typenet/base/diagnostic.hpp"  // IWYU pragma: export
#include "typenet/network/network.hpp"  // IWYU pragma: export
//
#include "typenet/network/reference.hpp"  // IWYU pragma: export
#include "typenet/train/data_set.hpp"     // IWYU pragma: export
#include "typenet/train/predictor.hpp"    // IWYU pragma: export
#include "typenet/train/trainer.hpp"      // IWYU pragma: export
