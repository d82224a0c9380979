// SPDX-License-Identifier: BSL-1.0

// Whoever measures a program that was built without optimisation or without SIMD is told.
#include <unistd.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include "catch.hpp"
#include "still_life.hpp"
#include "typenet/app/model.hpp"

namespace {

using namespace typenet;

/// What a training that finds no data says on standard error.
std::string told(bool optimised, bool vectorised) {
    app::model network{still::facts_of_net(), [](int) -> std::unique_ptr<app::engine> {
                           return std::make_unique<still::still_life>(1.0F);
                       }};
    network.summary.optimised = optimised;
    network.summary.vectorised = vectorised;
    std::array arguments{std::string("typenet"), std::string("train"), std::string("--data"),
                         std::string("/no such folder")};
    std::array<char*, 5> argv{};
    for (std::size_t i = 0; i < arguments.size(); ++i) argv[i] = arguments[i].data();

    std::FILE* const kept = std::tmpfile();
    const int before = ::dup(STDERR_FILENO);
    std::fflush(stderr);
    ::dup2(::fileno(kept), STDERR_FILENO);
    const int code = app::run(4, argv.data(), network);
    std::fflush(stderr);
    ::dup2(before, STDERR_FILENO);
    ::close(before);
    CHECK(code == 1);

    std::string words(4096, '\0');
    std::rewind(kept);
    words.resize(std::fread(words.data(), 1, words.size(), kept));
    std::fclose(kept);
    return words;
}

}  // namespace

TEST_CASE("a slow build says so when it trains", "[slow_build]") {
    const std::string error = "error: /no such folder: ";
    CHECK(told(true, true).starts_with(error));
    const std::string simd = told(true, false);
    CHECK(
        simd.starts_with("WARNING: this program was compiled without SIMD (build with "
                         "-march=native).\nWARNING: it is many times slower"));
    CHECK(simd.find(error) != std::string::npos);
    for (const bool vectorised : {false, true})
        CHECK(told(false, vectorised)
                  .starts_with("WARNING: this program was compiled without optimisation (build "
                               "with -O3).\n"));
}
