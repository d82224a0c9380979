// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @namespace typenet
/// Networks as types, and what trains and uses them.

// Everything that a program needs to define, train and use a network; not the command line, which
// is typenet/app.hpp.
#include "typenet/diagnostic.hpp"  // IWYU pragma: export
#include "typenet/network.hpp"     // IWYU pragma: export
#include "typenet/sequence.hpp"    // IWYU pragma: export
//
#include "typenet/data_set.hpp"    // IWYU pragma: export
#include "typenet/parameters.hpp"  // IWYU pragma: export
#include "typenet/predictor.hpp"   // IWYU pragma: export
#include "typenet/reference.hpp"   // IWYU pragma: export
#include "typenet/trainer.hpp"     // IWYU pragma: export
