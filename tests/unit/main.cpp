// SPDX-License-Identifier: BSL-1.0

// Catch2 3 brings `main` in a library, version 2 by this word.
#define CATCH_CONFIG_MAIN
#include "catch.hpp"
