// SPDX-License-Identifier: BSL-1.0
#include "app/train.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

#include "app/build_info.hpp"
#include "app/checkpoint.hpp"
#include "data/augment.hpp"
#include "data/batches.hpp"
#include "data/idx.hpp"
#include "data/synthetic.hpp"
#include "support/error.hpp"
#include "support/file.hpp"
#include "typenet/initial_values.hpp"

namespace typenet::app {

namespace {

using clock = std::chrono::steady_clock;

double seconds_since(clock::time_point start) {
    return std::chrono::duration<double>(clock::now() - start).count();
}

/// One run: its data, its engine, and the loop over its steps.
class training_run {
public:
    training_run(const program& network, const train_options& options,
                 std::span<observer* const> observers)
        : facts_(network.facts),
          options_(options),
          how_(options.how),
          observers_(observers),
          data_(load_data(network.facts, options)),
          engine_(network.make(options.threads)),
          order_(data_.train.count(), how_.order, options.seed),
          indices_(static_cast<std::size_t>(facts_.batch)),
          images_(indices_.size() * data_.train.size.pixels()),
          labels_(indices_.size()) {
        if (how_.steps == 0 && how_.epochs > 0) {
            const double images = how_.epochs * static_cast<double>(data_.train.count());
            how_.steps = static_cast<std::uint32_t>(std::ceil(images / facts_.batch));
        }
    }

    void go() {
        const auto start = clock::now();
        set_initial_parameters();
        tell_start();
        for (std::uint32_t step = 1; step <= how_.steps; ++step) train_step(step);
        if (how_.steps > 0) judge_at_end();
        if (!options_.checkpoint.empty()) {
            write_checkpoint(options_.checkpoint, facts_, *engine_,
                             {{"step", std::to_string(how_.steps)},
                              {"seed", std::to_string(options_.seed)},
                              {"recipe", how_.name},
                              {"typenet", version()}});
        }
        const end_event end{how_.steps, seconds_since(start), options_.checkpoint.string()};
        for (observer* const o : observers_) o->ended(end);
    }

private:
    void set_initial_parameters() {
        if (!options_.init_from.empty()) {
            read_checkpoint(options_.init_from, facts_, *engine_);
            return;
        }
        for (std::size_t i = 0; i < facts_.parameters.size(); ++i) {
            fill_initial(engine_->parameter(i), facts_.parameters[i].tensor,
                         static_cast<std::uint32_t>(i), how_.values, options_.seed);
        }
    }

    void tell_start() {
        const start_event start{version(),
                                commit(),
                                compiler(),
                                facts_.simd,
                                engine_->threads(),
                                options_.seed,
                                how_.name,
                                data_.description,
                                how_.steps,
                                facts_.batch,
                                options_.init_from.string()};
        for (observer* const o : observers_) o->started(start);
    }

    void train_step(std::uint32_t step) {
        order_.indices(step, indices_);
        data::fill_batch(data_.train, indices_, how_.max_shift, options_.seed, step, images_,
                         labels_);
        hyperparameters numbers;
        numbers.step = step;
        numbers.learning_rate =
            learning_rate_at(how_.rate_schedule, how_.learning_rate, step, how_.steps);
        numbers.keep_probability = how_.keep_probability;
        numbers.seed = options_.seed;
        const auto before = clock::now();
        const step_result found = engine_->step(images_, labels_, numbers);
        const double milliseconds = 1e3 * seconds_since(before);
        if (!std::isfinite(found.loss)) {
            throw error(fmt::format(
                "the loss of step {} is {}, expected a number: try a --learning-rate below {}",
                step, found.loss, how_.learning_rate));
        }
        if (step == 1 || step % how_.log_every == 0 || step == how_.steps)
            report(step, found, numbers.learning_rate, milliseconds);
        const std::size_t seen = std::size_t{step} * labels_.size();
        const std::size_t epoch = data_.train.count();
        const bool ends_epoch = seen / epoch != (seen - labels_.size()) / epoch;
        if (!how_.reports_after_update && ends_epoch && step != how_.steps)
            judge("validation", data_.validation, data_.validation.count(), step);
    }

    void report(std::uint32_t step, const step_result& found, double rate, double milliseconds) {
        step_event event;
        event.step = step;
        event.steps = how_.steps;
        event.epoch =
            static_cast<double>(step) * facts_.batch / static_cast<double>(data_.train.count());
        event.loss = found.loss;
        event.accuracy = static_cast<double>(found.correct) / facts_.batch;
        event.learning_rate = rate;
        event.milliseconds = milliseconds;
        event.after_update = how_.reports_after_update;
        if (event.after_update) {
            const evaluation now = engine_->evaluate(images_, labels_);
            event.loss = now.loss;
            event.accuracy = now.accuracy();
        }
        for (observer* const o : observers_) o->stepped(event);
    }

    void judge_at_end() {
        if (how_.first_test_images > 0) {
            judge("test", data_.test,
                  std::min<std::size_t>(how_.first_test_images, data_.test.count()), how_.steps);
        }
        judge("validation", data_.validation, data_.validation.count(), how_.steps);
        judge("test", data_.test, data_.test.count(), how_.steps);
    }

    /// Judges the first `count` images of a part, a few batches at a time: floats take four times
    /// the room of the bytes they come from.
    void judge(const char* split, const data::labelled_images& part, std::size_t count,
               std::uint32_t step) {
        const std::size_t pixels = part.size.pixels();
        const std::size_t most = 8 * labels_.size();
        std::vector<float> floats(std::min(most, count) * pixels);
        eval_event event{split, step, {}};
        for (std::size_t first = 0; first < count; first += most) {
            const std::size_t now = std::min(most, count - first);
            for (std::size_t i = 0; i < now; ++i) {
                data::to_floats(part.image(first + i), part.size, 0, 0,
                                std::span(floats).subspan(i * pixels, pixels));
            }
            const evaluation found = engine_->evaluate(std::span(floats).first(now * pixels),
                                                       std::span(part.labels).subspan(first, now));
            event.found.loss += found.loss * static_cast<double>(found.images);
            event.found.correct += found.correct;
            event.found.images += found.images;
        }
        if (event.found.images > 0) event.found.loss /= static_cast<double>(event.found.images);
        for (observer* const o : observers_) o->evaluated(event);
    }

    network_facts facts_;
    const train_options& options_;
    recipe how_;
    std::span<observer* const> observers_;
    data::dataset data_;
    std::unique_ptr<engine> engine_;
    data::batch_order order_;
    std::vector<std::uint32_t> indices_;
    std::vector<float> images_;
    std::vector<std::uint8_t> labels_;
};

}  // namespace

data::dataset load_data(const network_facts& network, const train_options& options) {
    const data::image_size size{network.input.height, network.input.width, network.input.channels};
    if (!options.data.empty()) return data::load_idx(options.data, size, network.classes);
    constexpr int glyphs = 10;
    // As many as MNIST has, but at most 1 GiB of them: large images are many bytes.
    data::part_counts counts;
    const std::size_t all = counts.train + counts.validation + counts.test;
    const std::size_t room = (std::size_t{1} << 30) / size.pixels();
    if (room < all) {
        counts.train = counts.train * room / all;
        counts.validation = counts.validation * room / all;
        counts.test = counts.test * room / all;
    }
    // The digits are the same whatever the seed of the run: they stand for a data set on disk.
    constexpr std::uint64_t seed_of_digits = 1;
    return data::make_synthetic_digits(seed_of_digits, size, std::min(network.classes, glyphs),
                                       counts);
}

void train(const program& network, const train_options& options,
           std::span<observer* const> observers) {
    if (!options.checkpoint.empty()) support::expect_writable(options.checkpoint);
    training_run(network, options, observers).go();
}

}  // namespace typenet::app
