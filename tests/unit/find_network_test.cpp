// SPDX-License-Identifier: BSL-1.0
#include "checkpoint/find_network.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>

#include "catch.hpp"
#include "checkpoint/checkpoint.hpp"
#include "message.hpp"
#include "scratch_folder.hpp"
#include "still_life.hpp"

namespace {

using namespace typenet;
using namespace typenet::still;
using tests::message_of;

/// The same tensors in other layers; and other tensors.
using renamed = network<input<4, 4, 1>, conv<2, 3>, flatten, dense<3>, softmax_cross_entropy>;
using wider = network<input<4, 4, 1>, conv<5, 3>, relu, flatten, dense<3>, softmax_cross_entropy>;

template <class Net>
app::model model_named(const text& name) {
    app::model made{facts_of_net<Net>(), [](int) -> std::unique_ptr<app::engine> {
                        return std::make_unique<still_life_of<Net>>(1.0F);
                    }};
    made.summary.name = name;
    return made;
}

template <class Net>
void write(const std::filesystem::path& file, const text& name) {
    const app::model network = model_named<Net>(name);
    app::run_state state;
    state.how = app::modern_recipe();
    app::write_checkpoint(file, network.summary, *network.make(1), state);
}

/// The name of the network that is found.
std::string found(std::span<const app::model> all, const std::filesystem::path& file) {
    return std::string(app::network_of(all, file).summary.name.view());
}

}  // namespace

TEST_CASE("a checkpoint's network is found by its name, its layers, its tensors",
          "[find_network]") {
    const tests::scratch_folder folder;
    const auto file = folder.path / "model";
    const std::array all{model_named<wider>("wide"), model_named<renamed>("bare"),
                         model_named<net>("still")};
    write<net>(file, "still");
    CHECK(found(all, file) == "still");
    // The name counts, whatever the layers: whoever reads the file says what differs.
    write<net>(file, "wide");
    CHECK(found(all, file) == "wide");
    // Without a name, and under another one.
    write<net>(file, {});
    CHECK(found(all, file) == "still");
    write<renamed>(file, "of another program");
    CHECK(found(all, file) == "bare");
    // Nothing but tensors: of two networks that have them the first.
    using unlike =
        network<input<4, 4, 1>, conv<2, 3>, relu, relu, flatten, dense<3>, softmax_cross_entropy>;
    write<unlike>(file, {});
    CHECK(found(all, file) == "bare");
}

TEST_CASE("a network that the program lacks has one sentence", "[find_network]") {
    const tests::scratch_folder folder;
    const auto file = folder.path / "model";
    const std::array all{model_named<net>("still"), model_named<wider>("wide")};
    write<renamed>(file, "resnet\n8");
    CHECK(message_of([&] { app::network_of(all, file); }) ==
          "checkpoint " + file.string() +
              ": expected a network that this program was compiled with, still or wide, found "
              "resnet?8");
    // A program whose only network has no name takes it for that, and compares.
    CHECK(found(std::span(all).first(1), file).empty() == false);
    const std::array only{model_named<net>({})};
    CHECK(&app::network_of(only, file) == only.data());
}

TEST_CASE("a run goes on with the network of a file that can be read", "[find_network]") {
    const tests::scratch_folder folder;
    const auto file = folder.path / "model";
    const std::array all{model_named<net>("still"), model_named<wider>("wide")};
    write<wider>(file, "wide");
    CHECK(app::network_of_run(all, file).summary.name == text("wide"));
    std::filesystem::rename(file, folder.path / "model.1");
    std::ofstream(file) << "no checkpoint";
    CHECK(found(all, file) == "still");
    CHECK(app::network_of_run(all, file).summary.name == text("wide"));
    CHECK(app::network_of_run(all, folder.path / "none").summary.name == text("still"));
}

TEST_CASE("networks have names, and the first is the default", "[find_network]") {
    const std::array all{model_named<net>("still"), model_named<wider>("wide")};
    CHECK(app::network_named(all, "wide").summary.name == text("wide"));
    CHECK(app::network_named(all, "").summary.name == text("still"));
}
