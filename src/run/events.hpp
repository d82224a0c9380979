// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>

#include "typenet/train/step.hpp"

/// What happens in a run, and who observes it: the log, the console, the history. The run itself
/// neither prints nor formats.
namespace typenet::app {

struct start_event {
    std::string version;
    std::string commit;
    std::string compiler;
    std::string simd;
    int threads = 0;
    std::string threads_by;  ///< what decided on their number, or empty: whoever started the run
    std::uint64_t seed = 0;
    std::string recipe;
    std::string settings;  ///< all of the recipe's, as a flat JSON object
    std::string data;      ///< which data set, for people
    std::string inputs;    ///< how images are scaled, for people; empty if they are not
    std::uint32_t steps = 0;
    int batch = 0;                   ///< images of a minibatch
    int accumulate = 1;              ///< minibatches of a step
    int ranks = 1;                   ///< that share the steps
    std::string initial_parameters;  ///< the checkpoint they came from, or empty
    std::string resumed;             ///< the checkpoint of a run that goes on, or empty
    std::uint32_t after_step = 0;    ///< the steps that it had done
};

/// After each step, to show how far the run is.
struct progress_event {
    std::uint32_t step = 0;
    std::uint32_t steps = 0;
    double epoch = 0;  ///< as below
    int images = 0;    ///< of this step
    double loss = 0;   ///< of this step, before its update
};

struct step_event {
    std::uint32_t step = 0;
    std::uint32_t steps = 0;
    double epoch = 0;        ///< share of the training images seen so far, 1 for each full pass
    double loss = 0;         ///< mean over the minibatch, as the recipe reports it
    bool classifies = true;  ///< whether there is an accuracy
    double accuracy = 0;     ///< in [0, 1]
    double learning_rate = 0;
    double milliseconds = 0;  ///< of this training step alone
    bool after_update = false;
};

struct eval_event {
    std::string split;  ///< "test" or "validation"
    std::uint32_t step = 0;
    evaluation found;
    bool classifies = true;  ///< whether there is an accuracy
};

/// How a rank of several has spent its time, in seconds.
struct rank_event {
    int rank = 0;
    std::string host;       ///< its machine
    double computing = 0;   ///< minibatches made, gradients, updates
    double exchanging = 0;  ///< data moved
    double waiting = 0;     ///< for other ranks
};

struct end_event {
    std::uint32_t steps = 0;
    double seconds = 0;      ///< since the start event
    std::string checkpoint;  ///< written at the end, or empty
};

/// The run was asked to stop, and did so after a whole step.
struct stop_event {
    std::uint32_t step = 0;  ///< the last one that was done
    std::uint32_t steps = 0;
    std::string checkpoint;  ///< written for this step, or empty
    std::string command;     ///< what goes on from there, or empty
};

/// "test accuracy 0.9910 (9910 of 10000 images), loss 0.0300", or what there is without classes.
std::string outcome_text(const std::string& split, bool classifies, const evaluation& found);

/// "81 % computing, 12 % exchanging, 7 % waiting".
std::string times_text(const rank_event& of);

/// Is called for each event; the run waits for the call to return.
class observer {
public:
    observer() = default;
    observer(const observer&) = delete;
    observer& operator=(const observer&) = delete;
    virtual ~observer() = default;

    virtual void started(const start_event&) = 0;
    virtual void progressed(const progress_event&) {}
    virtual void stepped(const step_event&) = 0;
    virtual void evaluated(const eval_event&) = 0;
    virtual void timed(const rank_event&) {}
    virtual void stopped(const stop_event&) {}
    virtual void ended(const end_event&) = 0;
    /// One sentence about something that went wrong and does not end the run.
    virtual void troubled(const std::string&) {}
};

}  // namespace typenet::app
