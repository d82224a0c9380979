// SPDX-License-Identifier: BSL-1.0
// The exchange of gradients and parameters among the ranks that it is started with, beside
// MPI_Allreduce of as much, in turn. Prints one line of JSON for each number of floats: the
// milliseconds of each round on rank 0.
//
// usage: mpirun -n RANKS bench_exchange ROUNDS FLOATS...
#include <fmt/format.h>
#include <mpi.h>

#include <chrono>
#include <cstdlib>
#include <vector>

#include "cluster/ranks.hpp"

namespace {

using clock = std::chrono::steady_clock;

/// All ranks start at the same time; when the slowest is ready counts.
template <class Work>
double milliseconds(Work&& work) {
    MPI_Barrier(MPI_COMM_WORLD);
    const auto start = clock::now();
    work();
    double own = std::chrono::duration<double, std::milli>(clock::now() - start).count();
    double slowest = 0;
    MPI_Allreduce(&own, &slowest, 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
    return slowest;
}

}  // namespace

int main(int argc, char** argv) {
    const auto all = typenet::cluster::join();
    if (argc < 3 || all->count() < 2) {
        fmt::print(stderr, "usage: mpirun -n RANKS {} ROUNDS FLOATS...\n", argv[0]);
        return 2;
    }
    const int rounds = std::atoi(argv[1]);
    for (int i = 2; i < argc; ++i) {
        std::vector<float> buffer(static_cast<std::size_t>(std::atol(argv[i])), 1.0F);
        std::vector<float> sums(buffer.size());
        all->prepare(buffer.size(), 6);
        std::vector<double> ours;
        std::vector<double> theirs;
        for (int round = -1; round < rounds; ++round) {  // the first touches the memory
            const double exchange = milliseconds([&] {
                all->sum(buffer);
                all->complete(std::span<float>(buffer));
            });
            const double allreduce = milliseconds([&] {
                MPI_Allreduce(buffer.data(), sums.data(), static_cast<int>(buffer.size()),
                              MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
            });
            if (round < 0) continue;
            ours.push_back(exchange);
            theirs.push_back(allreduce);
        }
        if (all->number() == 0)
            fmt::print(R"({{"ranks": {}, "floats": {}, "exchange_ms": [{:.4f}], )"
                       R"("allreduce_ms": [{:.4f}]}})"
                       "\n",
                       all->count(), buffer.size(), fmt::join(ours, ", "), fmt::join(theirs, ", "));
    }
    return 0;
}
