// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <mpi.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "cluster/ranks.hpp"

namespace typenet::cluster {

/// The ranks of an MPI program. Everything goes by messages of which each rank sends one to each
/// other, so that a rank that stays silent is known by name: collectives would hang with it.
/// Nothing is computed by MPI, whose sums differ with the number of ranks.
class mpi_ranks final : public ranks {
public:
    /// Starts MPI.
    mpi_ranks();
    /// Ends it; waits for the others.
    ~mpi_ranks() override;

    [[nodiscard]] int number() const override { return number_; }
    [[nodiscard]] int count() const override { return count_; }
    [[nodiscard]] std::string host(int rank) const override {
        return hosts_[static_cast<std::size_t>(rank)];
    }
    [[nodiscard]] int sharing_cores() const override { return sharing_cores_; }
    void set_timeout(double seconds) override { timeout_ = seconds; }
    std::vector<std::string> texts(const std::string& own) override;
    void prepare(std::size_t buffer, std::size_t note) override;
    [[nodiscard]] double waiting() const override { return waiting_; }
    [[nodiscard]] double exchanging() const override { return exchanging_; }
    int fail(int exit_code, const std::string& sentence, const std::string& table) override;

    [[nodiscard]] buffer_share own() const override { return {number_, count_}; }
    void sum(std::span<float> gradients) override;
    void complete(std::span<float> buffer) override { complete_parts(buffer); }
    void complete(std::span<double> of_pieces) override { complete_parts(of_pieces); }

private:
    /// Calls body(rank) for each other one, the next one first, so that not all begin with the
    /// same.
    template <class Body>
    void for_others(Body&& body) const;
    template <class Number>
    std::span<Number> part_of(int rank, std::span<Number> buffer) const;
    template <class Number>
    void complete_parts(std::span<Number> buffer);

    template <class Number>
    void send(int to, std::span<const Number> numbers);
    template <class Number>
    void receive(int from, std::span<Number> numbers);
    MPI_Request* begin(int peer, std::size_t numbers);
    /// Until the first so many of the messages that were begun are through.
    void wait_for(std::size_t messages);
    /// Until all are.
    void finish();
    [[noreturn]] void fail_of_silence();
    void tell(const std::string& sentence, const std::string& table) const;
    [[noreturn]] static void abort(int exit_code);

    int number_ = 0;
    int count_ = 1;
    int sharing_cores_ = 1;
    double timeout_ = 60;
    double waiting_ = 0;
    double exchanging_ = 0;
    std::vector<std::string> hosts_;
    std::vector<MPI_Request> messages_;  ///< that were begun
    std::vector<int> peers_;             ///< whose each of them is
    std::vector<int> done_;              ///< room for the numbers of those that are through
    std::vector<float> received_;        ///< the others' gradients in one's own part
    std::vector<float*> branches_;       ///< of the tree, by rank
};

}  // namespace typenet::cluster
