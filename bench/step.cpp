// SPDX-License-Identifier: BSL-1.0
// The latency of a whole training step, and of an answer, of the notebook's network, with Google
// Benchmark alone: build/bench/bin/bench_step --benchmark_filter=train_step. Names are
// train_step/batch:B/threads:T and infer/batch:B/threads:T; times are real time. Compiled once for
// each size of batch, TYPENET_BENCH_BATCH.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "networks.hpp"
#include "typenet/typenet.hpp"

namespace {

using namespace typenet;
using bench::digits;

/// Images that look like none, a fifth of their pixels ink, as MNIST's are; labels in turn.
template <int Batch>
struct minibatch {
    std::vector<float> images = std::vector<float>(std::size_t{Batch} * 28 * 28);
    std::vector<std::uint8_t> labels = std::vector<std::uint8_t>(Batch);

    minibatch() {
        const random_position at{1, purpose::synthetic_data, 0, 0, 0};
        for (std::size_t i = 0; i < images.size(); ++i) {
            const double u = to_unit_interval(random_bits(at, static_cast<std::uint32_t>(i)));
            images[i] = u < 0.2 ? static_cast<float>(5 * u) : 0.0F;
        }
        for (std::size_t i = 0; i < labels.size(); ++i)
            labels[i] = static_cast<std::uint8_t>(i % 10);
    }
};

template <int Batch>
void train_step(benchmark::State& state, int threads) {
    const auto net = make_trainer<digits, adam, batch<Batch>>({.threads = threads});
    using trainer_type = typename std::decay_t<decltype(net)>::element_type;
    const minibatch<Batch> data;
    hyperparameters numbers{.step = 0, .learning_rate = 1e-4, .keep_probability = 0.75, .seed = 1};
    for (auto _ : state) {
        ++numbers.step;
        benchmark::DoNotOptimize(net->step(typename trainer_type::images_view(data.images),
                                           typename trainer_type::labels_view(data.labels),
                                           numbers));
    }
    state.SetItemsProcessed(state.iterations() * Batch);
    state.counters["FLOP/s"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * Batch * 6 *
                               static_cast<double>(digits::multiply_adds),
                           benchmark::Counter::kIsRate);
}

template <int Batch>
void infer(benchmark::State& state, int threads) {
    const auto net = make_trainer<digits, adam, batch<Batch>>({.threads = threads});
    const minibatch<Batch> data;
    std::vector<float> logits(std::size_t{Batch} * 10);
    for (auto _ : state) {
        net->logits(data.images, logits);
        benchmark::DoNotOptimize(logits.data());
    }
    state.SetItemsProcessed(state.iterations() * Batch);
}

template <int Batch>
int add(int threads) {
    const std::string size =
        "/batch:" + std::to_string(Batch) + "/threads:" + std::to_string(threads);
    for (auto* const one :
         {benchmark::RegisterBenchmark(("train_step" + size).c_str(), train_step<Batch>, threads),
          benchmark::RegisterBenchmark(("infer" + size).c_str(), infer<Batch>, threads)})
        one->UseRealTime()->Unit(benchmark::kMillisecond);
    return threads;
}

[[maybe_unused]] const int added[] = {add<TYPENET_BENCH_BATCH>(1), add<TYPENET_BENCH_BATCH>(2)};

}  // namespace
