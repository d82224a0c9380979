// SPDX-License-Identifier: BSL-1.0
// The stages of the digits network's plan, each timed alone within real training.
//
// usage: bench_stages THREADS FOLDER WARM-UP, then `time N`: milliseconds of each stage forward and
// of each backward, for each of N steps.

#include "feed.hpp"
#include "networks.hpp"
#include "server.hpp"
#include "support/error.hpp"
#include "typenet/train/trainer.hpp"

namespace typenet::bench {
namespace {

using net = digits;
constexpr int batch_images = 128;
using trainer_type = trainer<net, adam, batch<batch_images>>;
using plan_type = plan::plan<net, float, batch_images>;

std::string work(extent multiply_adds, extent floats) {
    return "{\"multiply_adds\": " + std::to_string(multiply_adds) +
           ", \"bytes\": " + std::to_string(floats * static_cast<extent>(sizeof(float))) + "}";
}

/// {"name", "multiply_adds" and "bytes" forward and backward}. Multiply-adds are those of the
/// layers as they are written, for the whole minibatch. Bytes are what must move at least: a
/// stage's input, output and parameters; backward their gradients too, and Adam reads and writes
/// three numbers a parameter.
template <int S>
std::string about_stage() {
    using stage = typename plan_type::template stage<S>;
    std::string name;
    extent multiply_adds = 0;
    extent count = 0;
    for (int i = plan_type::row(S).first; i <= plan_type::row(S).last; ++i) {
        const node& layer = net::nodes[static_cast<std::size_t>(i)];
        if (layer.role != layer_role::transform) continue;
        name += (name.empty() ? "" : " + ") + std::string(layer.spelling.view());
        multiply_adds += batch_images * layer.multiply_adds;
        count += layer.parameters;
    }
    const extent in = batch_images * stage::in_size;
    const extent out = batch_images * stage::out_size;
    const extent back = S > 0 ? 2 : 1;  // nobody asks for the images' gradient
    return "{\"name\": \"" + name + "\", \"forward\": " + work(multiply_adds, in + out + count) +
           ", \"backward\": " + work(back * multiply_adds, back * in + out + 6 * count) + "}";
}

std::string about() {
    std::string all;
    [&]<int... S>(std::integer_sequence<int, S...>) {
        ((all += (S > 0 ? ", " : "") + about_stage<S>()), ...);
    }(std::make_integer_sequence<int, trainer_type::stages>{});
    return "\"stages\": [" + all + "]";
}

}  // namespace
}  // namespace typenet::bench

int main(int argc, char** argv) {
    using namespace typenet;
    if (argc != 4) {
        std::fprintf(stderr, "usage: %s THREADS FOLDER WARM-UP\n", argv[0]);
        return 2;
    }
    try {
        const auto trainer = make_trainer<bench::net, adam, batch<bench::batch_images>>(
            {.threads = std::stoi(argv[1]), .seed = 1});
        bench::feed feed(argv[2], bench::net::input_shape, bench::net::classes,
                         bench::batch_images);
        const auto step = [&] {
            using types = bench::trainer_type;
            std::array<stage_time, types::stages> times;
            feed.advance();
            trainer->timed_step(types::images_view(feed.images()),
                                types::labels_view(feed.labels()), feed.numbers(), times);
            constexpr double milliseconds = 1e3;
            bench::times all;
            for (const stage_time& t : times) all.push_back(milliseconds * t.forward);
            for (const stage_time& t : times) all.push_back(milliseconds * t.backward);
            return all;
        };
        for (int i = std::stoi(argv[3]); i > 0; --i) step();
        bench::serve(bench::about(), step);
    } catch (const std::exception& wrong) {
        std::fprintf(stderr, "error: %s\n", wrong.what());
        return 1;
    }
    return 0;
}
