// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "feed.hpp"
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

public:
    contender(int threads, const std::filesystem::path& data)
        : trainer_(make_trainer<Net, adam, batch<Batch>>({.threads = threads})),
          feed_(data, Net::input_shape, Net::classes, Batch),
          logits_(static_cast<std::size_t>(Batch * Net::classes)) {}

    /// Only the step is timed: a minibatch is in memory already.
    times train() {
        feed_.advance();
        const hyperparameters numbers = feed_.numbers();
        return {milliseconds_of([&] {
            trainer_->step(typename trainer_type::images_view(feed_.images()),
                           typename trainer_type::labels_view(feed_.labels()), numbers);
        })};
    }
    /// As a program would answer: a single image on one thread with a predictor.
    times infer() {
        feed_.advance();
        if constexpr (Batch == 1)
            if (trainer_->threads() == 1) return predict();
        return {milliseconds_of([&] { trainer_->logits(feed_.images(), logits_); })};
    }

private:
    times predict() {
        if (!predictor_) {
            predictor_ = std::make_unique<predictor<Net>>(trainer_->values());
            room_ = std::make_unique<typename predictor<Net>::workspace>();
        }
        const typename predictor<Net>::image_view_type image(feed_.images());
        return {
            milliseconds_of([&] { logits_.front() = predictor_->logits(image, *room_).front(); })};
    }

    decltype(make_trainer<Net, adam, batch<Batch>>()) trainer_;
    feed feed_;
    std::vector<float> logits_;
    std::unique_ptr<predictor<Net>> predictor_;
    std::unique_ptr<typename predictor<Net>::workspace> room_;
};

/// main(): WORK (train or infer), THREADS, FOLDER of the data, WARM-UP steps of training.
template <class Net, int Batch>
int serve_steps(int argc, char** argv) {
    if (argc != 5) {
        std::fprintf(stderr, "usage: %s train|infer THREADS FOLDER WARM-UP\n", argv[0]);
        return 2;
    }
    try {
        contender<Net, Batch> runner(std::stoi(argv[2]), argv[3]);
        for (int i = std::stoi(argv[4]); i > 0; --i) runner.train();
        const bool trains = std::string(argv[1]) == "train";
        serve("", [&] { return trains ? runner.train() : runner.infer(); });
    } catch (const std::exception& wrong) {
        std::fprintf(stderr, "error: %s\n", wrong.what());
        return 1;
    }
    return 0;
}

}  // namespace typenet::bench
