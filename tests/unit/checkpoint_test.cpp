// SPDX-License-Identifier: BSL-1.0
#include "checkpoint/checkpoint.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <numeric>
#include <vector>

#include "catch.hpp"
#include "checkpoint/safetensors.hpp"
#include "data/class_names.hpp"
#include "message.hpp"
#include "run/settings.hpp"
#include "scratch_folder.hpp"
#include "still_life.hpp"
#include "support/error.hpp"
#include "support/extents.hpp"
#include "typenet/layer/batch_norm.hpp"

namespace {

using typenet::tests::message_of;
namespace fs = std::filesystem;
using namespace typenet;
using namespace typenet::still;

app::run_state some_state() {
    app::run_state state;
    state.step = 77;
    state.how = app::modern_recipe();
    state.how.seed = std::numeric_limits<std::uint64_t>::max();
    state.how.steps = 1234;
    state.how.learning_rate = 0.1 + 0.2;  // takes all 17 digits
    state.data = "IDX files of a folder";
    state.data_digest = "1-2-3";
    state.best = app::validation_result{50, 4999, 1.0 / 3};
    return state;
}

using coloured = network<input<4, 4, 2>, flatten, dense<3>, softmax_cross_entropy>;

struct scratch_file {
    [[nodiscard]] std::string content() const {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    void put(const std::string& bytes) const { std::ofstream(path, std::ios::binary) << bytes; }

    const tests::scratch_folder folder;
    const fs::path path = folder.path / "model";
};

}  // namespace

TEST_CASE("a checkpoint brings back the engine and the run, to the bit", "[checkpoint]") {
    const scratch_file file;
    const app::network_summary facts = facts_of_net();
    still_life written(1);
    const app::run_state state = some_state();
    app::write_checkpoint(file.path, facts, written, state);

    still_life read(1e6F);
    const app::run_state found = app::read_checkpoint(file.path, facts, read);
    CHECK(read == written);
    CHECK(found.step == state.step);
    CHECK(found.how.seed == state.how.seed);
    CHECK(found.data == state.data);
    CHECK(found.data_digest == state.data_digest);
    REQUIRE(found.best);
    CHECK(found.best->step == state.best->step);
    CHECK(found.best->correct == state.best->correct);
    CHECK(found.best->loss == state.best->loss);
    CHECK(app::settings_text(found.how) == app::settings_text(state.how));
    CHECK(found.how.learning_rate == state.how.learning_rate);

    still_life parameters(1e6F);
    app::read_parameters(file.path, facts, parameters, app::same_layers::yes);
    CHECK(parameters.parameter(0)[1] == 2);
    CHECK(parameters.moment(0, 0)[0] > 1e6F);
}

TEST_CASE("a checkpoint has running statistics, and no moments of them", "[checkpoint]") {
    using normalised = network<input<4, 4, 1>, conv<2, 3>, batch_norm<>, relu, flatten, dense<3>,
                               softmax_cross_entropy>;
    const scratch_file file;
    const app::network_summary facts = facts_of_net<normalised>();
    still_life_of<normalised> written(1);
    app::write_checkpoint(file.path, facts, written, some_state());
    const std::string bytes = file.content();
    CHECK(bytes.find("\"batch_norm1.mean\"") != std::string::npos);
    CHECK(bytes.find("\"moment2.batch_norm1.gamma\"") != std::string::npos);
    CHECK(bytes.find("\"moment1.batch_norm1.mean\"") == std::string::npos);
    CHECK(app::checkpoint_bytes(facts, false) < bytes.size() + 2000);

    still_life_of<normalised> read(1e6F);
    still_life_of<normalised> expected(1e6F);
    for (std::size_t i = 0; i < normalised::tensors.size(); ++i) {
        std::ranges::copy(written.parameter(i), expected.parameter(i).begin());
        for (std::size_t m = 0; m < moments && normalised::tensors[i].tensor.trained; ++m)
            std::ranges::copy(written.moment(m, i), expected.moment(m, i).begin());
    }
    app::read_checkpoint(file.path, facts, read);
    CHECK(read == expected);

    // As if an optimiser had kept moments of statistics.
    auto tensors = normalised::tensors;
    for (named_tensor& one : tensors) one.tensor.trained = true;
    app::network_summary all_trained = facts;
    all_trained.tensors = tensors;
    app::write_checkpoint(file.path, all_trained, written, some_state());
    CHECK(message_of([&] {
              app::read_checkpoint(file.path, facts, read);
          }).ends_with("superfluous moment1.batch_norm1.mean [2] and 3 more"));
}

TEST_CASE("a checkpoint holds the average beside the parameters", "[checkpoint]") {
    const scratch_file file;
    const app::network_summary facts = facts_of_net();
    app::run_state state = some_state();
    state.how.updates.average = 0.9;
    still_life written(1);
    written.set_updates(state.how.updates);
    written.average(2)[5] = -7;
    app::write_checkpoint(file.path, facts, written, state);
    CHECK(app::checkpoint_bytes(facts, true) > app::checkpoint_bytes(facts, false));
    CHECK(app::checkpoint_bytes(facts, true) < file.content().size() + 2000);

    still_life read(1e6F);
    CHECK(app::read_checkpoint(file.path, facts, read).how.updates.average == 0.9);
    CHECK(read == written);
    CHECK(read.parameter(2)[5] != -7);

    // What answers is the average: evaluation, prediction, exports, and a new run that starts here.
    still_life answering(1e6F);
    app::read_parameters(file.path, facts, answering, app::same_layers::yes);
    CHECK(answering.parameter(2)[5] == -7);
    CHECK(answering.average(2).empty());

    // A run that keeps one has it in its file, and only such a run.
    const auto told = [&](const app::update_options& engines, const app::update_options& runs) {
        still_life other(1);
        other.set_updates(engines);
        state.how.updates = runs;
        app::write_checkpoint(file.path, facts, other, state);
        return message_of([&] { app::read_checkpoint(file.path, facts, read); });
    };
    app::update_options averaging;
    averaging.average = 0.9;
    CHECK(told({}, averaging).ends_with("is damaged: it lacks average.conv1.weights"));
    CHECK(told(averaging, {}).ends_with("is damaged: it should not have average.conv1.weights"));
    CHECK(read == written);
}

TEST_CASE("a checkpoint keeps the names of classes, fit to print", "[checkpoint]") {
    const scratch_file file;
    app::network_summary facts = facts_of_net();
    still_life some(1);
    app::run_state state = some_state();
    app::write_checkpoint(file.path, facts, some, state);
    CHECK(app::read_parameters(file.path, facts, some, app::same_layers::yes).class_names.empty());

    state.class_names = {"caf\u00e9", "two\nlines\x7F", "no UTF-8: \xFF"};
    app::write_checkpoint(file.path, facts, some, state);
    const std::vector<std::string> kept{"caf\u00e9", "two?lines?", "no UTF-8: \uFFFD"};
    CHECK(app::read_parameters(file.path, facts, some, app::same_layers::yes).class_names == kept);
    CHECK(app::read_checkpoint(file.path, facts, some).class_names == kept);
    CHECK(data::printable(kept) == kept);

    facts.classes = 2;
    CHECK(message_of([&] { app::read_parameters(file.path, facts, some, app::same_layers::no); }) ==
          "checkpoint " + file.path.string() +
              " is damaged: expected a list of at most 2 names as its classes");
    for (const char* text : {"", "{}", "[1]", "[\"a\"", "[[\"a\"]]"})
        CHECK_FALSE(data::names_of_text(text, 2));
}

TEST_CASE("a checkpoint keeps what the network is given, to the bit", "[checkpoint]") {
    using data::value_kind;
    const scratch_file file;
    const app::network_summary facts = facts_of_net<coloured>();
    still_life_of<coloured> some(1);
    app::run_state state = some_state();
    for (const data::input_scaling& inputs : {data::input_scaling{},
                                              {value_kind::bytes, {}, {}},
                                              {value_kind::floats, {0.1 + 0.2, -1.0 / 3}, {}},
                                              {value_kind::bytes, {0.5}, {1e-9, 12345.678}}}) {
        state.inputs = inputs;
        app::write_checkpoint(file.path, facts, some, state);
        CHECK(app::read_checkpoint(file.path, facts, some).inputs == inputs);
        CHECK(app::read_parameters(file.path, facts, some, app::same_layers::yes).inputs == inputs);
    }
}

TEST_CASE("a checkpoint's inputs are checked", "[checkpoint]") {
    const scratch_file file;
    const app::network_summary facts = facts_of_net<coloured>();
    still_life_of<coloured> some(1);
    const auto told = [&](std::map<std::string, std::string> texts) {
        std::vector<checkpoint::tensor_in> tensors;
        for (std::size_t i = 0; i < facts.tensors.size(); ++i)
            tensors.push_back({std::string(facts.tensors[i].name.view()),
                               support::extents_of(facts.tensors[i].tensor), some.parameter(i)});
        checkpoint::write_safetensors(file.path, tensors, texts);
        return message_of(
            [&] { app::read_parameters(file.path, facts, some, app::same_layers::yes); });
    };
    const std::string begin = "checkpoint " + file.path.string() + " is damaged: ";
    CHECK(told({}) == "no error");
    CHECK(told({{"input_values", "words"}}) ==
          begin + "expected any, bytes or floats as its inputs");
    for (const char* wrong : {"", "x", "0.5,", ",", "0.5 ", "nan", "inf", "1e999", "1;2"})
        CHECK(told({{"input_mean", wrong}}) ==
              begin + "expected a list of numbers as its input_mean");
    CHECK(told({{"input_mean", "1,2,3"}}) ==
          begin + "its input_mean: expected one number or one for each of 2 channels, found 3");
    CHECK(told({{"input_deviation", "1,0"}}) ==
          begin + "its input_deviation: expected a number from 1e-09 to 1000000000, found 0");
    CHECK(told({{"input_deviation", "-1"}}) ==
          begin + "its input_deviation: expected a number from 1e-09 to 1000000000, found -1");
    CHECK(told({{"input_mean", "-2e9"}}) ==
          begin +
              "its input_mean: expected a number from -1000000000 to 1000000000, found "
              "-2000000000");
}

TEST_CASE("files that say nothing of inputs", "[checkpoint]") {
    using data::value_kind;
    const scratch_file file;
    const app::network_summary facts = facts_of_net<coloured>();
    still_life_of<coloured> some(1);
    std::vector<checkpoint::tensor_in> tensors;
    for (std::size_t i = 0; i < facts.tensors.size(); ++i)
        tensors.push_back({std::string(facts.tensors[i].name.view()),
                           support::extents_of(facts.tensors[i].tensor), some.parameter(i)});
    const auto read = [&](const std::map<std::string, std::string>& texts) {
        checkpoint::write_safetensors(file.path, tensors, texts);
        return app::read_parameters(file.path, facts, some, app::same_layers::yes).inputs;
    };
    // Another program's may be anything, an older one of typenet's was trained on bytes.
    CHECK(read({}) == data::input_scaling{});
    CHECK(read({{"typenet", "0.1.0"}}) == data::input_scaling{value_kind::bytes, {}, {}});

    const auto told = [&](value_kind trained, value_kind found) {
        return message_of([&] { app::expect_values_of("model", {trained, {}, {}}, found); });
    };
    CHECK(told(value_kind::bytes, value_kind::floats) ==
          "checkpoint model: expected images of bytes as the network was trained on, found images "
          "of floats");
    CHECK(told(value_kind::floats, value_kind::bytes) ==
          "checkpoint model: expected images of floats as the network was trained on, found images "
          "of bytes");
    for (const value_kind kind : {value_kind::bytes, value_kind::floats}) {
        CHECK(told(kind, kind) == "no error");
        CHECK(told(value_kind::any, kind) == "no error");
    }
}

TEST_CASE("every flipped bit and every cut of a checkpoint is found", "[checkpoint]") {
    const scratch_file file;
    const app::network_summary facts = facts_of_net();
    still_life written(1);
    app::write_checkpoint(file.path, facts, written, some_state());
    const std::string good = file.content();
    const std::size_t data_bytes = 3 * sizeof(float) * (3 * 3 * 2 + 2 + 32 * 3 + 3);

    still_life untouched(1e6F);
    still_life read(1e6F);
    const auto refused = [&](const std::string& bytes) {
        file.put(bytes);
        const std::string told = message_of([&] { app::read_checkpoint(file.path, facts, read); });
        return told.starts_with("checkpoint ") && told.find('\n') == std::string::npos;
    };
    // All of the header; of the data, whose bits are all alike, some.
    std::size_t accepted = 0;
    for (std::size_t bit = 0; bit < 8 * good.size();) {
        std::string bad = good;
        bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
        if (!refused(bad)) {
            ++accepted;
            UNSCOPED_INFO("bit " << bit % 8 << " of byte " << bit / 8);
        }
        bit += bit < 8 * (good.size() - data_bytes) ? 1 : 101;
    }
    CHECK(accepted == 0);
    for (std::size_t size = 0; size < good.size(); size += 13)
        if (!refused(good.substr(0, size))) ++accepted;
    CHECK(accepted == 0);
    CHECK(!refused(good));
    CHECK(read == written);
    CHECK(!(read == untouched));
}

TEST_CASE("a checkpoint goes into nothing it does not belong to", "[checkpoint]") {
    const scratch_file file;
    const app::network_summary facts = facts_of_net();
    still_life engine(1);
    app::write_checkpoint(file.path, facts, engine, some_state());
    const auto told = [&](const app::network_summary& other) {
        return message_of([&] { app::read_checkpoint(file.path, other, engine); });
    };
    app::network_summary other = facts;
    other.optimizer = "sgd";
    CHECK(told(other).ends_with("is of another network: expected optimizer sgd, found adam"));
    other = facts;
    other.batch = 32;
    CHECK(told(other).ends_with("is of another network: expected batch 32, found 16"));
    other = facts;
    other.nodes = other.nodes.first(3);
    CHECK(told(other).ends_with("expected no more as layer 4, found dense<3>"));
}

TEST_CASE("settings are read as the command line reads them", "[checkpoint]") {
    const std::string good = app::settings_text(app::notebook_recipe());
    CHECK(app::settings_text(app::recipe_of(good)) == good);
    const auto told = [&](const std::string& right, const std::string& wrong) {
        std::string text = good;
        const std::size_t at = text.find(right);
        REQUIRE(at != std::string::npos);
        text.replace(at, right.size(), wrong);
        return message_of([&] { app::recipe_of(text); });
    };
    CHECK(told("{", "[") == "its settings: expected one flat JSON object, found something else");
    CHECK(told("600", "[600]") ==
          "its settings: expected one flat JSON object, found a nested one");
    CHECK(told("\"order\"", "\"ordre\"") == "its settings lack order");
    CHECK(told("0.25", "0") ==
          "its setting keep_probability: expected a number above 0 and at most 1, found 0.000000");
    CHECK(told("0.001", "\"x\"") == "its setting learning_rate: expected a number, found \"x\"");
    CHECK(told("\"shuffled\"", "\"upside down\"") ==
          "its setting order: expected a name that there is, found upside down");
    CHECK(told("\"none\"", "\"flip,flip\"") ==
          "its setting augment: expected none, or a list of flip, shift=1 to 100, rotate=1 to 180, "
          "reflect with one of these two, and cutout=1 to 1000, each once, found 'flip,flip'");
    CHECK(told("\"none\"", "2") == "its setting augment: expected a list, found 2");
    CHECK(told("600", "-1") == "its setting steps: expected a whole number, found -1");
    CHECK(told("600", "1e30") == "its setting steps: expected a whole number, found 1e+30");
    CHECK(told("\"log_every\":10", "\"log_every\":0") ==
          "its setting log_every: expected a number from 1 to 1000000000, found 0");
}

TEST_CASE("settings that came later have their defaults in older files", "[checkpoint]") {
    const std::string old =
        R"({"recipe":"modern","values":"he-normal","keep_probability":0.75,"learning_rate":0.002,)"
        R"("schedule":"one-cycle","augment":"shift","order":"shuffled","steps":2149,)"
        R"("log_every":100,"reports_after_update":false,"first_test_images":0})";
    app::recipe right = app::modern_recipe();
    right.steps = 2149;
    right.augment = {.shift = 2};  // what "shift" alone says
    CHECK(app::settings_text(app::recipe_of(old)) == app::settings_text(right));

    app::recipe all = app::cifar_recipe();
    all.l2 = 0.0625;
    all.label_smoothing = 0.1;
    all.updates.clip_norm = 5;
    all.updates.average = 0.999;
    const std::string text = app::settings_text(all);
    const app::recipe found = app::recipe_of(text);
    CHECK(app::settings_text(found) == text);
    CHECK(found.weight_decay == 5e-4);
    CHECK(found.l2 == 0.0625);
    CHECK(found.label_smoothing == 0.1);
    CHECK(found.updates.momentum == 0.9);
    CHECK(found.updates.nesterov);
    CHECK(found.updates.clip_norm == 5);
    CHECK(found.updates.average == 0.999);

    const auto told = [&](const char* setting) {
        return message_of([&] { app::recipe_of(old.substr(0, old.size() - 1) + setting); });
    };
    CHECK(told(R"(,"average":1})") ==
          "its setting average: expected a number from 0 to below 1, found 1.000000");
    CHECK(told(R"(,"momentum":-0.5})") ==
          "its setting momentum: expected a number from 0 to below 1, found -0.500000");
    CHECK(told(R"(,"l2":"x"})") == "its setting l2: expected a number, found \"x\"");
    CHECK(told(R"(,"nesterov":1})") == "its setting nesterov: expected true or false, found 1");
}

TEST_CASE("settings that older programs wrote are read", "[checkpoint]") {
    std::string text = app::settings_text(app::modern_recipe());
    const std::string now = "\"shift=1\"";
    text.replace(text.find(now), now.size(), "\"shift\"");
    CHECK(app::recipe_of(text).augment == data::augmentation{.shift = 2});
}

// The JSON library's writer, which worded the refusal, once ran out of stack here.
TEST_CASE("settings nested as deeply as a file has room for are refused", "[checkpoint]") {
    constexpr std::size_t levels = 500'000;
    const std::string text =
        R"({"recipe":)" + std::string(levels, '[') + std::string(levels, ']') + "}";
    CHECK(message_of([&] { app::recipe_of(text); }) ==
          "its settings: expected one flat JSON object, found a nested one");
}

// A file's text is repeated in sentences, and must not move a terminal's cursor.
TEST_CASE("errors are one line that controls no terminal", "[checkpoint]") {
    CHECK(std::string(error("a\x1b[31m\nb\x7f").what()) == "a?[31m?b?");
    CHECK(std::string(error("\u00e9\u009b2J\u00a0\xC2").what()) == "\u00e9?2J\u00a0\xC2");
}
