// SPDX-License-Identifier: BSL-1.0
// What the machine can do at most, which stages are held against: multiply-adds in registers, and
// reading blocks that fit the caches or do not. With one thread and with two, each on its own data.

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <vector>

#include "typenet/base/simd.hpp"

namespace {

namespace simd = typenet::simd;
namespace hn = simd::hn;
using tag = simd::tag<float>;

constexpr tag d{};

/// Sums whose multiply-adds do not wait for each other: latency times throughput is 8 to 10 of
/// them, and three quarters of the registers hold them beside two factors.
void multiply_adds(benchmark::State& state) {
    constexpr int sums = simd::registers * 3 / 4;
    constexpr int turns = 1000;
    std::array<simd::row<float, simd::width<float>>, sums> sum;
    // x ← 0.5 x + 1 stays near 2: neither denormal nor infinite.
    const auto half = hn::Set(d, 0.5F);
    const auto one = hn::Set(d, 1.0F);
    for (auto& s : sum) s.part[0] = one;
    for (auto _ : state) {
        for (int turn = 0; turn < turns; ++turn) {
#pragma GCC unroll 32
            for (int i = 0; i < sums; ++i)
                sum[static_cast<std::size_t>(i)].part[0] =
                    hn::MulAdd(sum[static_cast<std::size_t>(i)].part[0], half, one);
        }
        benchmark::DoNotOptimize(sum);
    }
    state.counters["FLOP/s"] = benchmark::Counter(
        2.0 * sums * turns * simd::width<float> * static_cast<double>(state.iterations()),
        benchmark::Counter::kIsRate);
}

/// Adds up a block of so many bytes, again and again.
void read(benchmark::State& state) {
    constexpr std::size_t lanes = simd::width<float>;
    constexpr std::size_t at_once = 8;
    const auto bytes = static_cast<std::size_t>(state.range(0));
    const std::vector<float> block(bytes / sizeof(float), 1.0F);
    std::array<simd::row<float, simd::width<float>>, at_once> sum;
    for (auto& s : sum) s.part[0] = hn::Zero(d);
    for (auto _ : state) {
        for (std::size_t i = 0; i + at_once * lanes <= block.size(); i += at_once * lanes) {
#pragma GCC unroll 8
            for (std::size_t j = 0; j < at_once; ++j)
                sum[j].part[0] =
                    hn::Add(sum[j].part[0], hn::LoadU(d, block.data() + i + j * lanes));
        }
        benchmark::DoNotOptimize(sum);
    }
    state.counters["B/s"] =
        benchmark::Counter(static_cast<double>(bytes) * static_cast<double>(state.iterations()),
                           benchmark::Counter::kIsRate);
}

// First-level, second-level, third-level cache, memory.
constexpr std::array<int, 4> blocks{16 << 10, 1 << 20, 16 << 20, 512 << 20};

}  // namespace

int main(int argc, char** argv) {
    for (const int threads : {1, 2}) {
        benchmark::RegisterBenchmark("multiply_adds", multiply_adds)
            ->Threads(threads)
            ->UseRealTime();
        for (const int bytes : blocks)
            benchmark::RegisterBenchmark("read", read)->Arg(bytes)->Threads(threads)->UseRealTime();
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
