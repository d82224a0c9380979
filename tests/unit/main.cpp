// SPDX-License-Identifier: BSL-1.0

// What makes version 2 of Catch2 define its main here; version 3 brings one in a library.
#define CATCH_CONFIG_MAIN
#include "catch.hpp"
