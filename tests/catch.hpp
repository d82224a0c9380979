// SPDX-License-Identifier: BSL-1.0
#pragma once

// Debian 12 has Catch2 2.13 as one header; version 3 has many. The tests use what both have.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
