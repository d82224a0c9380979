// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "typenet/base/simd.hpp"

/// How the suite talks with a program that measures, typenet's and the peers' alike: the program
/// says one line of JSON about itself when it is warm, then answers each line `time N` with N
/// steps' milliseconds, one JSON array. So the suite decides whose turn it is.
namespace typenet::bench {

/// Milliseconds that a call took.
template <class Call>
double milliseconds_of(Call&& call) {
    const auto before = std::chrono::steady_clock::now();
    call();
    const std::chrono::duration<double, std::milli> took =
        std::chrono::steady_clock::now() - before;
    return took.count();
}

/// The times of what one step is made of; mostly one.
using times = std::vector<double>;

/// Answers until there is nothing more to read. `step` returns its `times`. `about` is JSON that
/// goes into the first line: "" or "\"key\": value".
template <class Step>
void serve(const std::string& about, Step&& step) {
    std::printf("{\"name\": \"typenet\", \"version\": \"%s\", \"simd\": \"%s\"%s%s}\n",
                TYPENET_BENCH_VERSION, simd::target_name(), about.empty() ? "" : ", ",
                about.c_str());
    std::fflush(stdout);
    std::string word;
    std::size_t count = 0;
    while (std::cin >> word >> count) {
        if (word != "time") {
            std::fprintf(stderr, "error: expected 'time N', found '%s'\n", word.c_str());
            return;
        }
        std::vector<times> all;
        all.reserve(count);
        for (std::size_t i = 0; i < count; ++i) all.push_back(step());
        std::printf("[");
        for (std::size_t i = 0; i < count; ++i) {
            const bool many = all[i].size() > 1;
            std::printf("%s%s", i ? ", " : "", many ? "[" : "");
            for (std::size_t j = 0; j < all[i].size(); ++j)
                std::printf("%s%.6f", j ? ", " : "", all[i][j]);
            std::printf("%s", many ? "]" : "");
        }
        std::printf("]\n");
        std::fflush(stdout);
    }
}

}  // namespace typenet::bench
