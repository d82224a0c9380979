// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "typenet/app/sharing.hpp"
#include "typenet/network/initial_values.hpp"
#include "typenet/network/tables.hpp"
#include "typenet/optimizer/optimizer.hpp"
#include "typenet/plan/stage_time.hpp"
#include "typenet/plan/summary.hpp"
#include "typenet/train/step.hpp"

/// The boundary between a network's type and the program around it: a few coarse functions, called
/// once a step and never inside one. Everything behind it is compiled once, in typenet::app.
namespace typenet::app {

/// What the loss of a network compares with, for some images: the labels, if it is a classifier,
/// else the values, [image][output].
struct targets {
    std::span<const std::uint8_t> labels;  ///< one an image
    std::span<const float> values;         ///< as many as an image's outputs
};

/// How an engine updates its parameters, beside the numbers of each step.
struct update_options {
    std::optional<double> momentum;  ///< of an optimiser that has one; its own unless given
    bool nesterov = false;           ///< the form of that momentum
    double clip_norm = 0;            ///< the most that a step's gradients may have as norm; 0: any
    double average = 0;  ///< of the weights: how much of it stays at each step; 0: none is kept
};

/// A trainer whose network is no longer visible.
class engine {
public:
    engine() = default;
    engine(const engine&) = delete;
    engine& operator=(const engine&) = delete;
    virtual ~engine() = default;

    /// How `step` updates from now on. Buffers that it takes are allocated here; an average begins
    /// as the parameters are now.
    virtual void set_updates(const update_options& how) = 0;
    /// One step on `network_summary::batch` images.
    virtual step_result step(std::span<const float> images, const targets& of,
                             const hyperparameters& numbers) = 0;
    /// A step over several minibatches, some of them perhaps other processes': `accumulate` for
    /// each of one's own, at most as many as were last announced, then one `update`. As `trainer`
    /// has it, `numbers.step` counts minibatches for the first and steps for the second. All but
    /// `announce_minibatches` is free of the heap.
    /// @{
    virtual void announce_minibatches(int most) = 0;
    virtual step_result accumulate(std::span<const float> images, const targets& of,
                                   const hyperparameters& numbers) = 0;
    virtual void update(const hyperparameters& numbers, int minibatches, sharing& others) = 0;
    /// @}
    /// Moments that other processes have are as they were until this is called.
    virtual void complete_moments(sharing& others) = 0;
    /// The fused step, without clipping or average, which also says how long each stage of
    /// `network_summary::stages` took.
    virtual step_result timed_step(std::span<const float> images, const targets& of,
                                   const hyperparameters& numbers, std::span<stage_time> times) = 0;
    /// Loss and accuracy over as many images as there are targets, by the average where there is
    /// one, and the loss of each image where there is room for it.
    virtual evaluation evaluate(std::span<const float> images, const targets& of,
                                std::span<double> losses = {}) = 0;
    /// The outputs of any number of images, [image][output], as many as `out` has room for; those
    /// of a classifier are logits. By the average where there is one.
    virtual void logits(std::span<const float> images, std::span<float> out) = 0;
    /// Sets parameters and statistics to what they are before the first step.
    virtual void initialize(initial_values kind, std::uint64_t seed) = 0;
    /// The values of tensor number `i` of `network_summary::tensors`.
    virtual std::span<float> parameter(std::size_t i) = 0;
    /// The same of the average; empty if none is kept.
    virtual std::span<float> average(std::size_t i) = 0;
    /// Moment number `m`, below `network_summary::moments`, of tensor number `i`.
    virtual std::span<float> moment(std::size_t m, std::size_t i) = 0;
    /// How many it has.
    [[nodiscard]] virtual int threads() const = 0;
};

/// What the program may know of a network and of how it was compiled. The spans are constants of
/// the program.
struct network_summary {
    text name;                                    ///< of `named`; empty: the program's only one
    shape input;                                  ///< of each image
    shape output;                                 ///< what the loss gets
    int classes = 0;                              ///< labels are below; 0: no classifier
    int batch = 0;                                ///< images of a step
    text optimizer;                               ///< its name
    int moments = 0;                              ///< that the optimiser keeps of each parameter
    bool has_momentum = false;                    ///< that may be set
    std::span<const node> nodes;                  ///< behind the input, in order
    std::span<const named_tensor> tensors;        ///< parameters and statistics, in order
    std::span<const plan::stage_summary> stages;  ///< of the plan, in order
    extent parameter_count = 0;                   ///< scalars
    extent multiply_adds = 0;                     ///< forward, one image
    extent parameter_bytes = 0;                   ///< as are the optimiser's moments, each
    extent moment_bytes = 0;                      ///< all moments
    extent arena_bytes = 0;                       ///< all buffers of a step
    extent scratch_bytes = 0;                     ///< a thread
    const char* simd = "";                        ///< what it was compiled for: "AVX2"
    bool vectorised = false;                      ///< whether there are vector instructions
    bool optimised = false;                       ///< whether the compiler was told to optimise
};

/// A network behind the interface of the program: what it is, and how to make a trainer of it.
struct model {
    network_summary summary;                       ///< what it is
    std::unique_ptr<engine> (*make)(int threads);  ///< a trainer; 0: what is granted
};

/// The whole command line for one network or several, the first of which is meant where none is
/// named. Returns the exit code: 0, 1 for a failure, 2 for wrong usage.
int run(int argc, char** argv, std::span<const model> networks);
/// @copydoc run(int, char**, std::span<const model>)
inline int run(int argc, char** argv, const model& network) {
    return run(argc, argv, std::span(&network, 1));
}

}  // namespace typenet::app
