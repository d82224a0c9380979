// SPDX-License-Identifier: BSL-1.0
// The stages of the digits network's plan, each timed alone within real training.
//
// usage: bench_stages THREADS FOLDER WARM-UP, then `time N`: milliseconds of each stage forward and
// of each backward, for each of N steps.

#include "feed.hpp"
#include "networks.hpp"
#include "stage_chain.hpp"
#include "support/error.hpp"

int main(int argc, char** argv) {
    using namespace typenet;
    constexpr int batch = 128;
    using chain_type = bench::stage_chain<bench::digits, batch>;
    if (argc != 4) {
        std::fprintf(stderr, "usage: %s THREADS FOLDER WARM-UP\n", argv[0]);
        return 2;
    }
    try {
        chain_type chain(std::stoi(argv[1]));
        bench::feed feed(argv[2], bench::digits::input_shape, bench::digits::classes, batch);
        const auto step = [&] {
            feed.advance();
            return chain.step(feed.images().data(), feed.labels().data(), feed.numbers());
        };
        for (int i = std::stoi(argv[3]); i > 0; --i) step();
        bench::serve(chain_type::about(), step);
    } catch (const std::exception& wrong) {
        std::fprintf(stderr, "error: %s\n", wrong.what());
        return 1;
    }
    return 0;
}
