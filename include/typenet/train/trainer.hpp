// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>

// First, so that their errors have a short way to the user's file.
#include "typenet/base/diagnostic.hpp"
#include "typenet/network/network.hpp"
#include "typenet/network/parameters.hpp"
//
#include "typenet/base/huge_pages.hpp"
#include "typenet/base/team.hpp"
#include "typenet/network/initial_values.hpp"
#include "typenet/optimizer/adam.hpp"
#include "typenet/optimizer/sgd.hpp"
#include "typenet/optimizer/sink.hpp"
#include "typenet/plan/pass.hpp"
#include "typenet/train/buffer_share.hpp"
#include "typenet/train/gradient_sum.hpp"
#include "typenet/train/limits.hpp"
#include "typenet/train/step.hpp"
#include "typenet/train/whole_buffer.hpp"

namespace typenet {

/// How a trainer starts.
struct trainer_options {
    int threads = 0;                                    ///< 0: as many as the machine grants
    std::uint64_t seed = 1;                             ///< of the initial values
    initial_values values = initial_values::he_normal;  ///< what parameters start from
};

/// What kernels compute with.
template <class T>
concept scalar_type = std::same_as<T, float> || std::same_as<T, double>;

/// Everything that training a network needs, in one object of fixed size: parameters, the
/// optimiser's moments, all buffers. It is tens of megabytes; `make_trainer` puts it on the heap
/// once.
///
/// **Errors**: nothing allocates, throws, locks or does I/O after construction. Labels must be
/// below the number of classes.
/// **Cost**: three times the network's forward multiply-adds for each image of a step.
template <network_type Net, optimizer_type Optimizer, batch_type Batch, scalar_type Scalar = float>
class trainer : public on_huge_pages {
    using told = decltype(checking::tell(std::type_identity<Net>{}));
    using told_limits =
        decltype(checking::tell<checking::limits_fault<Net, Optimizer, Batch, Scalar>()>());
    using plan_type = plan::plan<Net, Scalar, Batch::images>;
    using pass = plan::pass<plan_type, Net, plan::purpose_of_arena::training>;
    using inference = plan::pass<plan_type, Net, plan::purpose_of_arena::inference>;
    using loss = loss_of<Net>;
    using step_rule = typename Optimizer::template step_rule<Scalar>;
    static constexpr extent output_size = Net::output_shape.size();
    static constexpr int targets_of_image = loss::targets(Net::output_shape);

public:
    using network = Net;                                           ///< that is trained
    using optimizer = Optimizer;                                   ///< how parameters change
    using scalar = Scalar;                                         ///< of pixels and parameters
    static constexpr int batch_images = Batch::images;             ///< of each step
    static constexpr int stages = plan_type::stages;               ///< of the plan
    static constexpr extent image_size = Net::input_shape.size();  ///< scalars of an image

    /// What the loss compares with: a class number, or the scalars of an output.
    using target = typename loss::template target<Scalar>;
    /// The images of a minibatch, [image][y][x][channel].
    using images_view = std::span<const Scalar, static_cast<std::size_t>(batch_images* image_size)>;
    /// Their targets: labels, where the loss is a classifier's.
    using targets_view =
        std::span<const target, static_cast<std::size_t>(batch_images* targets_of_image)>;
    using labels_view = targets_view;  ///< the same

    /// Parameters and moments are 0. `threads` 0 stands for as many as the machine grants.
    ///
    /// **Errors**: std::system_error where the system gives no thread, std::bad_alloc.
    explicit trainer(int threads = 0, const typename Optimizer::settings& settings = {})
        : settings_(settings),
          team_(threads, plan_type::template scratch_bytes<plan::purpose_of_arena::training>) {}

    /// Trains on one minibatch. The same parameters, images and hyperparameters give the same bits,
    /// whatever the number of threads.
    step_result step(images_view images, targets_view targets,
                     const hyperparameters& numbers) noexcept {
        return run(images, targets, numbers, sinks(*this, numbers));
    }
    /// The same step, which also says how long each stage of the plan took.
    step_result timed_step(images_view images, targets_view targets, const hyperparameters& numbers,
                           std::span<stage_time, std::size_t{stages}> times) noexcept {
        return run(images, targets, numbers, sinks(*this, numbers),
                   plan::stage_times{times.data(), &plan::steady_seconds});
    }
    /// A step in parts, for what needs all gradients before the update:
    ///
    ///     trainer.gradients(images, targets, numbers, kept);
    ///     trainer.clip(kept, 1.0);
    ///     trainer.apply(kept, numbers);
    ///
    /// Without what stands between them, the first and the last are `step`, bit for bit.
    ///
    /// `gradients` gives the gradient of the mean loss by every parameter, without weight decay and
    /// L2, and for statistics the change that a step would make; nothing of the trainer changes.
    /// @{
    step_result gradients(images_view images, targets_view targets, const hyperparameters& numbers,
                          parameters<Net, Scalar>& out) noexcept {
        return run(images, targets, numbers, sinks(*this, numbers, out.data()));
    }
    /// Makes gradients shorter whose norm, all parameters' together, is above `most_norm`, and
    /// returns what it was. Weight decay and L2 come later, with `apply`.
    ///
    /// **Source**: torch.nn.utils.clip_grad_norm_, its 1e-6 included.
    double clip(parameters<Net, Scalar>& gradients, double most_norm) noexcept {
        return clip(gradients, most_norm, {}, [](auto&) {});
    }
    /// Updates parameters, moments and statistics by what `gradients` has kept; of processes that
    /// share the updates, those of one's own part.
    void apply(const parameters<Net, Scalar>& gradients, const hyperparameters& numbers,
               const buffer_share& own = {}) noexcept {
        const simd::flush_denormals flush;
        everywhere(own).update(sinks(*this, numbers).updates, gradients.data());
    }
    /// @}

    /// A step over several minibatches, which is one of the mean of their losses; of statistics it
    /// makes the mean of the changes that each minibatch would make.
    ///
    ///     gradient_sum<Net> sum(2);  // once, for all steps
    ///     trainer.accumulate(images, labels, numbers, sum);
    ///     trainer.accumulate(more_images, more_labels, more_numbers, sum);
    ///     trainer.apply(trainer.mean(sum), numbers);
    ///
    /// Dropout's masks depend on `hyperparameters::step`, so `accumulate` is told the number of the
    /// minibatch there, counted from the first one of the run, and `apply` that of the step.
    /// @{
    step_result accumulate(images_view images, targets_view targets, const hyperparameters& numbers,
                           gradient_sum<Net, Scalar>& sum) noexcept {
        const simd::flush_denormals flush;
        const step_result found = gradients(images, targets, numbers, sum.next());
        sum.take(adder());
        return found;
    }
    /// What `clip` and `apply` take; it stays where it is until the next minibatch is added.
    parameters<Net, Scalar>& mean(gradient_sum<Net, Scalar>& sum) noexcept {
        const int minibatches = sum.minibatches();
        parameters<Net, Scalar>& found = total(sum);
        divide(found, minibatches);
        return found;
    }
    /// @}

    /// The same in parts, for processes that share the minibatches of a step and its updates:
    /// `mean` is `total`, the sum of all processes' totals by `add_by_tree`, and `divide` by the
    /// number of all minibatches. From then on each needs its own part alone.
    /// @{
    parameters<Net, Scalar>& total(gradient_sum<Net, Scalar>& sum) noexcept {
        const simd::flush_denormals flush;
        return sum.total(adder());
    }
    void divide(parameters<Net, Scalar>& gradients, int minibatches,
                const buffer_share& own = {}) noexcept {
        const simd::flush_denormals flush;
        everywhere(own).template scale<false>(gradients.data(), 1.0 / minibatches);
    }
    /// `complete` gets an array with a sum for each of the buffer's pieces, in which those of one's
    /// own are right, and puts the other processes' in.
    template <class Complete>
    double clip(parameters<Net, Scalar>& gradients, double most_norm, const buffer_share& own,
                Complete&& complete) noexcept {
        const simd::flush_denormals flush;
        const whole_buffer<Net, Scalar> part = everywhere(own);
        typename whole_buffer<Net, Scalar>::sums_of_pieces squares{};
        part.template squares<false>(gradients.data(), squares);
        complete(squares);
        const double norm = std::sqrt(part.sum_of(squares));
        const double factor = most_norm / (norm + 1e-6);
        if (factor < 1) part.template scale<true>(gradients.data(), factor);
        return norm;
    }
    /// @}

    /// average ← keep·average + (1 - keep)·values, statistics included: after each step, a moving
    /// average of the weights. With `keep` 0 it begins.
    void average_into(parameters<Net, Scalar>& average, double keep) noexcept {
        const simd::flush_denormals flush;
        everywhere().average(average.data(), values_.data(), keep);
    }

    /// Loss and accuracy over any number of images, without dropout; as many as there are targets.
    /// L2 is no part of this loss. `by` are other parameters than the trainer's, as an average;
    /// `losses` gets the loss of each image, if it is not empty.
    /// @{
    evaluation evaluate(std::span<const Scalar> images, std::span<const target> targets) noexcept {
        return evaluate(images, targets, values_);
    }
    evaluation evaluate(std::span<const Scalar> images, std::span<const target> targets,
                        const parameters<Net, Scalar>& by, std::span<double> losses = {}) noexcept {
        evaluation all;
        for_batches(images.data(), targets.size() / targets_of_image, by,
                    [&](const Scalar* outputs, std::size_t first, std::size_t count) {
                        judge(layer_pass{}, outputs, targets.data() + first * targets_of_image,
                              count, all, losses.empty() ? losses : losses.subspan(first, count));
                    });
        if (all.images > 0) all.loss /= static_cast<double>(all.images);
        return all;
    }
    /// @}
    /// The outputs of as many whole images as there is room for, [image][outputs], without dropout.
    /// @{
    void logits(std::span<const Scalar> images, std::span<Scalar> out) noexcept {
        logits(images, out, values_);
    }
    void logits(std::span<const Scalar> images, std::span<Scalar> out,
                const parameters<Net, Scalar>& by) noexcept {
        for_batches(images.data(), out.size() / output_size, by,
                    [&](const Scalar* found, std::size_t first, std::size_t count) {
                        std::copy_n(found, count * output_size, out.data() + first * output_size);
                    });
    }
    /// @}

    /// The parameters and statistics, which steps change.
    [[nodiscard]] parameters<Net, Scalar>& values() { return values_; }
    /// @copydoc values()
    [[nodiscard]] const parameters<Net, Scalar>& values() const { return values_; }
    /// The optimiser's moment number `i`, tensor by tensor like the parameters.
    [[nodiscard]] parameters<Net, Scalar>& moment(std::size_t i) { return moments_[i]; }
    /// @copydoc moment(std::size_t)
    [[nodiscard]] const parameters<Net, Scalar>& moment(std::size_t i) const { return moments_[i]; }
    /// The optimiser's own constants; the next step uses them.
    [[nodiscard]] typename Optimizer::settings& settings() { return settings_; }
    /// How many there are, the caller counted.
    [[nodiscard]] int threads() const { return team_.threads(); }

private:
    /// The sinks of a step, or of `gradients`, which are kept.
    struct sinks {
        sinks(trainer& of, const hyperparameters& numbers, Scalar* gradients = nullptr)
            : updates{{of.settings_, numbers},
                      of.values_.data(),
                      {},
                      {numbers, Optimizer::decouples_decay},
                      gradients} {
            for (std::size_t i = 0; i < moments; ++i) updates.moments[i] = of.moments_[i].data();
        }
        template <int S>
        auto operator()() const {
            constexpr const plan::stage_tensors& of = plan_type::tensors[std::size_t{S}];
            return update_sink<of.kinds, decltype(updates)>{updates, of.offset.data()};
        }
        static constexpr auto moments = static_cast<std::size_t>(Optimizer::moments);
        updater<step_rule, Scalar, moments> updates;
    };

    /// Forward, the loss, backward into the sinks.
    TYPENET_NOINLINE step_result run(images_view images, targets_view targets,
                                     const hyperparameters& numbers, const sinks& to,
                                     const plan::stage_times& times = {}) noexcept {
        const simd::flush_denormals flush;
        layer_pass in_training{numbers.keep_probability, numbers.seed, numbers.step};
        in_training.trains = true;
        in_training.label_smoothing = numbers.label_smoothing;
        const pass way(images.data(), values_.data(), arena_.data(), in_training);
        team_.alert();
        way.forward(team_, times);
        evaluation found;
        judge(in_training, way.outputs(), targets.data(), batch_images, found);
        double penalty = 0;
        if (numbers.l2 > 0)
            penalty = numbers.l2 * everywhere().template sum_of_squares<true>(values_.data());
        way.loss_gradient(targets.data());
        way.backward(team_, to, times);
        return {found.loss / batch_images + penalty, static_cast<int>(found.correct)};
    }

    [[nodiscard]] whole_buffer<Net, Scalar> everywhere(const buffer_share& own = {}) {
        return whole_buffer<Net, Scalar>(team_, own);
    }
    /// Of gradients, onto the left ones.
    [[nodiscard]] auto adder() {
        return [this](parameters<Net, Scalar>& left, const parameters<Net, Scalar>& right) {
            everywhere().add(left.data(), right.data());
        };
    }

    /// Adds the losses and the right answers, image by image in order.
    static void judge(const layer_pass& numbers, const Scalar* outputs, const target* targets,
                      std::size_t count, evaluation& all, std::span<double> losses = {}) {
        for (std::size_t i = 0; i < count; ++i) {
            const judgement one = loss::template judge<Net::output_shape>(
                numbers, outputs + i * output_size, targets + i * targets_of_image);
            all.loss += one.loss;
            if (!losses.empty()) losses[i] = one.loss;
            all.correct += one.correct ? 1 : 0;
            ++all.images;
        }
    }

    /// Runs forward over images batch by batch; the last batch is filled up with zeros.
    template <class Take>
    void for_batches(const Scalar* images, std::size_t count, const parameters<Net, Scalar>& by,
                     Take&& take) noexcept {
        const simd::flush_denormals flush;
        constexpr auto whole = static_cast<std::size_t>(batch_images);
        constexpr auto size = static_cast<std::size_t>(image_size);
        for (std::size_t first = 0; first < count; first += whole) {
            const std::size_t now = std::min(whole, count - first);
            const Scalar* from = images + first * size;
            if (now < whole) {
                std::fill(std::copy_n(from, now * size, last_batch_.begin()), last_batch_.end(),
                          Scalar{0});
                from = last_batch_.data();
            }
            const inference way(from, by.data(), arena_.data(), layer_pass{});
            team_.alert();
            way.forward(team_);
            take(way.outputs(), first, now);
        }
    }

    parameters<Net, Scalar> values_;
    std::array<parameters<Net, Scalar>, static_cast<std::size_t>(Optimizer::moments)> moments_;
    alignas(alignment) std::array<Scalar, images_view::extent> last_batch_;
    alignas(alignment)
        std::array<std::byte, static_cast<std::size_t>(std::max(pass::arena_bytes,
                                                                inference::arena_bytes))> arena_;
    typename Optimizer::settings settings_;
    team team_;
};

/// A trainer on the heap, its parameters set to initial values, its moments to zero.
///
/// **Errors**: std::bad_alloc, std::system_error (no thread to be had).
template <network_type Net, optimizer_type Optimizer, batch_type Batch, scalar_type Scalar = float>
auto make_trainer(const trainer_options& options = {},
                  const typename Optimizer::settings& settings = {}) {
    // The return type is deduced so that mistakes are found here, not inside std::unique_ptr.
    checking::tell(std::type_identity<Net>{});
    checking::tell<checking::limits_fault<Net, Optimizer, Batch, Scalar>()>();
    using trainer_type = trainer<Net, Optimizer, Batch, Scalar>;
    auto made = std::make_unique<trainer_type>(options.threads, settings);
    initialize(made->values(), options.values, options.seed);
    return made;
}

}  // namespace typenet
