// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "feed.hpp"
#include "memory_growth.hpp"
#include "networks.hpp"
#include "server.hpp"
#include "support/error.hpp"
#include "typenet/train/predictor.hpp"
#include "typenet/train/trainer.hpp"

/// One network with one size of batch, which trains or answers. Each is a program of its own: its
/// translation unit takes seconds, and what is measured has nothing else in memory.
namespace typenet::bench {

template <class Net, int Batch>
class contender {
    using trainer_type = trainer<Net, adam, batch<Batch>>;
    using plan_type = plan::plan<Net, float, Batch>;
    using stage_times = std::array<stage_time, trainer_type::stages>;
    static constexpr extent outputs = Net::output_shape.size();
    static constexpr bool classifies = loss_of<Net>::classifies;
    static constexpr double milliseconds = 1e3;

public:
    contender(int threads, const std::filesystem::path& data)
        : feed_(data, {Net::input_shape, classifies ? static_cast<int>(outputs) : 0, outputs},
                Batch),
          trainer_(make_trainer<Net, adam, batch<Batch>>({.threads = threads})),
          logits_(static_cast<std::size_t>(Batch * outputs)) {}

    /// Only the step is timed: a minibatch is in memory already.
    times train() {
        feed_.advance();
        return {milliseconds_of([&] { trainer_->step(images(), targets(), feed_.numbers()); })};
    }
    /// Each stage of the plan forward, then each backward, within real training.
    times stages() {
        feed_.advance();
        stage_times found;
        trainer_->timed_step(images(), targets(), feed_.numbers(), found);
        times all;
        for (const stage_time& t : found) all.push_back(milliseconds * t.forward);
        for (const stage_time& t : found) all.push_back(milliseconds * t.backward);
        return all;
    }
    /// As a program would answer: a single image on one thread with a predictor.
    times infer() {
        feed_.advance();
        if constexpr (Batch == 1)
            if (trainer_->threads() == 1) return predict();
        return {milliseconds_of([&] { trainer_->logits(feed_.images(), logits_); })};
    }

    /// "mebibytes": what the network and its training have had in memory at once.
    [[nodiscard]] std::string about_memory() const {
        return "\"mebibytes\": " + std::to_string(growth_.mebibytes());
    }

    /// "stages": [{"name", "multiply_adds" and "bytes" forward and backward}]. Multiply-adds are
    /// those of the layers as they are written, for the whole minibatch. Bytes are what must move
    /// at least: a stage's input, output and parameters; backward their gradients too, and Adam
    /// reads and writes three numbers a parameter.
    static std::string about_stages() {
        std::string all;
        [&]<int... S>(std::integer_sequence<int, S...>) {
            const stage_size sizes[] = {{Batch * plan_type::template stage<S>::in_size,
                                         Batch * plan_type::template stage<S>::out_size}...};
            for (int s = 0; s < trainer_type::stages; ++s)
                all += (s > 0 ? ", " : "") + about_stage(s, sizes[s]);
        }(std::make_integer_sequence<int, trainer_type::stages>{});
        return "\"stages\": [" + all + "]";
    }

private:
    [[nodiscard]] auto images() const { return typename trainer_type::images_view(feed_.images()); }
    /// An autoencoder's are its images.
    [[nodiscard]] auto targets() const {
        if constexpr (classifies)
            return typename trainer_type::targets_view(feed_.labels());
        else
            return typename trainer_type::targets_view(feed_.images());
    }

    times predict() {
        if (!predictor_) {
            predictor_ = std::make_unique<predictor<Net>>(trainer_->values());
            room_ = std::make_unique<typename predictor<Net>::workspace>();
        }
        const typename predictor<Net>::image_view_type image(feed_.images());
        return {
            milliseconds_of([&] { logits_.front() = predictor_->logits(image, *room_).front(); })};
    }

    static std::string work(extent multiply_adds, extent floats) {
        return "{\"multiply_adds\": " + std::to_string(multiply_adds) +
               ", \"bytes\": " + std::to_string(floats * static_cast<extent>(sizeof(float))) + "}";
    }
    struct stage_size {
        extent in, out;
    };
    static std::string about_stage(int s, const stage_size& size) {
        std::string name;
        extent multiply_adds = 0;
        extent count = 0;
        const auto& row = plan_type::table.at[static_cast<std::size_t>(s)];
        for (int i = row.first; i <= row.last; ++i) {
            const node& layer = Net::nodes[static_cast<std::size_t>(i)];
            if (layer.role != layer_role::transform) continue;
            name += (name.empty() ? "" : " + ") + std::string(layer.spelling.view());
            multiply_adds += Batch * layer.multiply_adds;
            count += layer.parameters;
        }
        const extent back = s > 0 ? 2 : 1;  // nobody asks for the images' gradient
        return "{\"name\": \"" + name +
               "\", \"forward\": " + work(multiply_adds, size.in + size.out + count) +
               ", \"backward\": " +
               work(back * multiply_adds, back * size.in + size.out + 6 * count) + "}";
    }

    feed feed_;
    memory_growth growth_;  // after the data, before the network
    decltype(make_trainer<Net, adam, batch<Batch>>()) trainer_;
    std::vector<float> logits_;
    std::unique_ptr<predictor<Net>> predictor_;
    std::unique_ptr<typename predictor<Net>::workspace> room_;
};

/// main(): WORK, THREADS, FOLDER of the data, WARM-UP steps of training.
template <class Net, int Batch>
int serve_steps(int argc, char** argv) {
    const std::string_view work = argc == 5 ? argv[1] : "";
    if (work != "train" && work != "stages" && work != "infer") {
        std::fprintf(stderr, "usage: %s train|stages|infer THREADS FOLDER WARM-UP\n", argv[0]);
        return 2;
    }
    try {
        using type = contender<Net, Batch>;
        type runner(std::stoi(argv[2]), argv[3]);
        for (int i = std::stoi(argv[4]); i > 0; --i) runner.train();
        if (work == "stages")
            serve(type::about_stages(), [&] { return runner.stages(); });
        else
            serve(runner.about_memory(),
                  [&] { return work == "train" ? runner.train() : runner.infer(); });
    } catch (const std::exception& wrong) {
        std::fprintf(stderr, "error: %s\n", wrong.what());
        return 1;
    }
    return 0;
}

}  // namespace typenet::bench
