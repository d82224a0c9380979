// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "typenet/app/sharing.hpp"

/// The processes of one run, its ranks: how many there are, and what they say to each other. Only
/// rank 0 prints and writes files.
namespace typenet::cluster {

/// By itself a rank alone, which needs nobody. With others, a call that hears from them ends the
/// whole run if one stays silent for too long (see `fail`).
class ranks : public app::sharing {
public:
    [[nodiscard]] virtual int number() const { return 0; }
    [[nodiscard]] virtual int count() const { return 1; }
    /// The name of a rank's machine.
    [[nodiscard]] virtual std::string host(int /*rank*/) const { return {}; }
    /// "rank 1 on node-b".
    [[nodiscard]] std::string name(int rank) const;
    /// How many ranks, this one counted, may run on the same cores of the same machine.
    [[nodiscard]] virtual int sharing_cores() const { return 1; }

    /// The most seconds that another rank may stay silent.
    virtual void set_timeout(double /*seconds*/) {}
    /// Everybody's text, by rank.
    virtual std::vector<std::string> texts(const std::string& own) { return {own}; }

    /// Allocates what `sum` and `complete` need for buffers of so many scalars, and a note of so
    /// many numbers for each rank.
    virtual void prepare(std::size_t buffer, std::size_t note);
    /// What goes to all other ranks with the next `sum`, and is here, by rank, after it.
    [[nodiscard]] std::span<double> note(int rank) {
        return std::span(notes_).subspan(static_cast<std::size_t>(rank) * note_, note_);
    }
    [[nodiscard]] std::span<double> own_note() { return note(number()); }

    /// Seconds since the start in which others were waited for, and in which data moved.
    [[nodiscard]] virtual double waiting() const { return 0; }
    [[nodiscard]] virtual double exchanging() const { return 0; }

    /// Prints a failure and ends the run, everywhere; of a rank alone it returns the exit code. A
    /// rank whose number is not 0 gives those before it some time to say it first, since most
    /// failures are everybody's; if nobody did, it says it with its name.
    virtual int fail(int exit_code, const std::string& sentence, const std::string& table);

protected:
    static void print_failure(const std::string& sentence, const std::string& table);

private:
    std::size_t note_ = 0;
    std::vector<double> notes_;
};

/// The ranks that this process was started with, by mpirun or srun; a rank alone if it was not.
///
/// **Errors**: usage_error if there should be others but the program was built without MPI.
std::unique_ptr<ranks> join();

}  // namespace typenet::cluster
