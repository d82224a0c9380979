// SPDX-License-Identifier: BSL-1.0
#include <benchmark/benchmark.h>

#include "typenet/base/simd.hpp"

int main(int argc, char** argv) {
    benchmark::AddCustomContext("simd", typenet::simd::target_name());
    benchmark::AddCustomContext("compiler", TYPENET_BENCH_COMPILER);
    benchmark::AddCustomContext("commit", TYPENET_BENCH_COMMIT);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
