// SPDX-License-Identifier: BSL-1.0
#include "cluster/mpi_ranks.hpp"

#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <concepts>
#include <csignal>
#include <cstdlib>
#include <limits>
#include <string_view>
#include <thread>
#include <type_traits>

#include "cluster/launcher.hpp"
#include "support/error.hpp"
#include "support/output.hpp"
#include "support/seconds_since.hpp"
#include "typenet/base/simd.hpp"
#include "typenet/train/gradient_sum.hpp"

namespace typenet::cluster {

namespace {

using support::clock;
using support::seconds_since;

MPI_Datatype type_of(char /*unused*/) { return MPI_CHAR; }
MPI_Datatype type_of(float /*unused*/) { return MPI_FLOAT; }
MPI_Datatype type_of(double /*unused*/) { return MPI_DOUBLE; }
MPI_Datatype type_of(std::uint64_t /*unused*/) { return MPI_UINT64_T; }

/// MPI waits for all ranks without end when it starts, as it would for one that has been stopped.
constexpr unsigned most_seconds_of_start = 60;

extern "C" void give_up(int /*signal*/) {
    constexpr std::string_view words =
        "error: MPI has not brought the ranks together within 60 s; the run ends here\n";
    static_cast<void>(::write(STDERR_FILENO, words.data(), words.size()) == 0);
    std::_Exit(1);
}

/// OpenMPI's mpirun, and what it starts on other machines, wait for a machine that is gone before
/// they end. Being asked twice, as by two Ctrl-C, they do not.
void end_launcher() {
    if (std::getenv("OMPI_COMM_WORLD_RANK") == nullptr) return;
    std::signal(SIGTERM, SIG_IGN);  // what it sends to its ranks first
    for (int time = 0; time < 2; ++time) {
        ::kill(::getppid(), SIGTERM);
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
}

class watched_start {
public:
    /// One rank after the other: the first that says it ends all.
    watched_start() : before_(std::signal(SIGALRM, give_up)) {
        const auto here = launched_as();
        constexpr int most_pauses = 10;
        ::alarm(most_seconds_of_start +
                static_cast<unsigned>(std::clamp(here ? here->rank : 0, 0, most_pauses)));
    }
    ~watched_start() {
        ::alarm(0);
        std::signal(SIGALRM, before_);
    }
    watched_start(const watched_start&) = delete;
    watched_start& operator=(const watched_start&) = delete;

private:
    void (*before_)(int);
};

/// Which cores of which machine this process may run on.
std::string host_and_cores() {
    std::array<char, MPI_MAX_PROCESSOR_NAME> host{};
    int length = 0;
    MPI_Get_processor_name(host.data(), &length);
    std::string words(host.data(), static_cast<std::size_t>(length));
    std::array<cpu_set_t, 16> cores{};
    sched_getaffinity(0, sizeof cores, cores.data());
    words += '\n';
    for (std::size_t i = 0; i < 8 * sizeof cores; ++i)
        words += CPU_ISSET_S(i, sizeof cores, cores.data()) ? '1' : '0';
    return words;
}

}  // namespace

mpi_ranks::mpi_ranks() {
    {
        const watched_start watch;
        int granted = 0;
        MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &granted);
    }
    MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
    MPI_Comm_rank(MPI_COMM_WORLD, &number_);
    MPI_Comm_size(MPI_COMM_WORLD, &count_);
    hosts_.assign(static_cast<std::size_t>(count_), "a machine that has not told its name");
    const std::string own = host_and_cores();
    const std::vector<std::string> all = texts(own);
    sharing_cores_ = static_cast<int>(std::ranges::count(all, own));
    for (std::size_t i = 0; i < all.size(); ++i)
        hosts_[i] = one_line(all[i].substr(0, all[i].find('\n')));
}

mpi_ranks::~mpi_ranks() { MPI_Finalize(); }

template <class Body>
void mpi_ranks::for_others(Body&& body) const {
    for (int i = 1; i < count_; ++i) body((number_ + i) % count_);
}

MPI_Request* mpi_ranks::begin(int peer, std::size_t numbers) {
    // MPI counts by int.
    if (numbers > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        throw error(fmt::format("expected at most {} numbers in a message, found {}",
                                std::numeric_limits<int>::max(), numbers));
    peers_.push_back(peer);
    return &messages_.emplace_back(MPI_REQUEST_NULL);
}

template <class Number>
void mpi_ranks::send(int to, std::span<const Number> numbers) {
    MPI_Isend(numbers.data(), static_cast<int>(numbers.size()), type_of(Number{}), to, 0,
              MPI_COMM_WORLD, begin(to, numbers.size()));
}

template <class Number>
void mpi_ranks::receive(int from, std::span<Number> numbers) {
    MPI_Irecv(numbers.data(), static_cast<int>(numbers.size()), type_of(Number{}), from, 0,
              MPI_COMM_WORLD, begin(from, numbers.size()));
}

void mpi_ranks::wait_for(std::size_t messages) {
    done_.resize(messages_.size());
    const auto is_there = [](MPI_Request one) { return one == MPI_REQUEST_NULL; };
    auto last = clock::now();
    while (!std::all_of(messages_.begin(), messages_.begin() + static_cast<long>(messages),
                        is_there)) {
        int done = 0;
        if (MPI_Testsome(static_cast<int>(messages_.size()), messages_.data(), &done, done_.data(),
                         MPI_STATUSES_IGNORE) != MPI_SUCCESS)
            fail_of_silence();
        const auto now = clock::now();
        if (done > 0)
            last = now;
        else if (std::chrono::duration<double>(now - last).count() > timeout_)
            fail_of_silence();
        else
            sched_yield();  // ranks may be more than cores
    }
}

void mpi_ranks::finish() {
    wait_for(messages_.size());
    messages_.clear();
    peers_.clear();
}

void mpi_ranks::fail_of_silence() {
    std::vector<bool> silent(static_cast<std::size_t>(count_));
    for (std::size_t i = 0; i < messages_.size(); ++i)
        if (messages_[i] != MPI_REQUEST_NULL) silent[static_cast<std::size_t>(peers_[i])] = true;
    std::vector<std::string> names;
    bool elsewhere = false;
    for (int rank = 0; rank < count_; ++rank) {
        if (!silent[static_cast<std::size_t>(rank)]) continue;
        names.push_back(name(rank));
        elsewhere = elsewhere || host(rank) != host(number_);
    }
    tell(fmt::format("nothing was heard of {} for {:g} s (--rank-timeout); the run ends here",
                     fmt::join(names, ", "), timeout_),
         {});
    if (elsewhere) end_launcher();
    abort(1);
}

std::vector<std::string> mpi_ranks::texts(const std::string& own) {
    constexpr std::uint64_t most = 1 << 20;
    std::vector<std::uint64_t> sizes(static_cast<std::size_t>(count_));
    const std::uint64_t own_size = own.size();
    for_others([&](int rank) {
        receive(rank, std::span(sizes).subspan(static_cast<std::size_t>(rank), 1));
        send(rank, std::span(&own_size, 1));
    });
    finish();
    std::vector<std::string> all(sizes.size());
    for_others([&](int rank) {
        const auto i = static_cast<std::size_t>(rank);
        if (sizes[i] > most)
            throw error(fmt::format("{}: expected a text of at most {} bytes, found {}", name(rank),
                                    most, sizes[i]));
        all[i].resize(sizes[i]);
        receive(rank, std::span(all[i]));
        send(rank, std::span<const char>(own));
    });
    finish();
    all[static_cast<std::size_t>(number_)] = own;
    return all;
}

void mpi_ranks::prepare(std::size_t buffer, std::size_t note) {
    ranks::prepare(buffer, note);
    const auto others = static_cast<std::size_t>(count_ - 1);
    const auto size = static_cast<extent>(buffer);
    received_.resize(others * static_cast<std::size_t>(own().end(size) - own().begin(size)));
    branches_.resize(static_cast<std::size_t>(count_));
    messages_.reserve(4 * others);
    peers_.reserve(4 * others);
    done_.reserve(4 * others);
}

template <class Number>
std::span<Number> mpi_ranks::part_of(int rank, std::span<Number> buffer) const {
    const buffer_share part{rank, count_};
    // Doubles are one for each piece.
    constexpr bool of_pieces = std::same_as<std::remove_const_t<Number>, double>;
    const auto size = static_cast<extent>(buffer.size());
    const extent begin = of_pieces ? part.first_piece() : part.begin(size);
    const extent end = of_pieces ? part.last_piece() : part.end(size);
    return buffer.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

template <class Number>
void mpi_ranks::complete_parts(std::span<Number> buffer) {
    const auto start = clock::now();
    const std::span<const Number> mine = part_of(number_, buffer);
    for_others([&](int rank) { receive(rank, part_of(rank, buffer)); });
    for_others([&](int rank) { send(rank, mine); });
    finish();
    exchanging_ += seconds_since(start);
}

void mpi_ranks::sum(std::span<float> gradients) {
    const auto start = clock::now();
    const std::span<float> mine = part_of(number_, gradients);
    for_others([&](int rank) { receive(rank, note(rank)); });
    for_others([&](int rank) { send(rank, std::span<const double>(own_note())); });
    const std::size_t notes = messages_.size();
    float* place = received_.data();
    for_others([&](int rank) {
        branches_[static_cast<std::size_t>(rank)] = place;
        receive(rank, std::span(place, mine.size()));
        place += mine.size();
    });
    branches_[static_cast<std::size_t>(number_)] = mine.data();
    for_others([&](int rank) { send(rank, std::span<const float>(part_of(rank, gradients))); });
    // Whoever has sent its note has its gradients.
    wait_for(notes);
    waiting_ += seconds_since(start);
    const auto all_ready = clock::now();
    finish();
    exchanging_ += seconds_since(all_ready);

    const simd::flush_denormals flush;
    // Block by block, so that what is added stays in the cache.
    constexpr std::size_t most = 2048;
    for (std::size_t first = 0; first < mine.size(); first += most) {
        const std::size_t end = std::min(first + most, mine.size());
        add_by_tree(0, count_, [&](int left, int right) {
            float* const to = branches_[static_cast<std::size_t>(left)];
            const float* const from = branches_[static_cast<std::size_t>(right)];
            for (std::size_t i = first; i < end; ++i) to[i] += from[i];
        });
        if (number_ != 0) std::copy(branches_[0] + first, branches_[0] + end, mine.data() + first);
    }
}

std::unique_ptr<ranks> join() {
    // To start MPI takes a while, and may not work where nothing was launched.
    if (launched_as()) return std::make_unique<mpi_ranks>();
    return std::make_unique<ranks>();
}

void mpi_ranks::tell(const std::string& sentence, const std::string& table) const {
    constexpr int most_pauses = 10;
    std::this_thread::sleep_for(std::chrono::milliseconds(500) * std::min(number_, most_pauses));
    ranks::print_failure(number_ == 0 ? sentence : name(number_) + ": " + sentence, table);
}

void mpi_ranks::abort(int exit_code) {
    ::alarm(5);  // in case that MPI, too, waits for the silent
    MPI_Abort(MPI_COMM_WORLD, exit_code);
    std::_Exit(exit_code);
}

int mpi_ranks::fail(int exit_code, const std::string& sentence, const std::string& table) {
    if (count_ == 1) return ranks::fail(exit_code, sentence, table);
    tell(sentence, table);
    abort(exit_code);
}

}  // namespace typenet::cluster
