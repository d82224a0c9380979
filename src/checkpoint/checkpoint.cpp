// SPDX-License-Identifier: BSL-1.0
#include "checkpoint/checkpoint.hpp"

#include <fmt/core.h>
#include <utf8cpp/utf8.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "checkpoint/checksum.hpp"
#include "checkpoint/comparison.hpp"
#include "checkpoint/safetensors.hpp"
#include "data/class_names.hpp"
#include "run/finite.hpp"
#include "run/settings.hpp"
#include "support/build_info.hpp"
#include "support/error.hpp"
#include "support/extents.hpp"

namespace typenet::app {

namespace {

using texts = std::map<std::string, std::string>;
constexpr const char* checksum_key = "checksum";

std::string moment_name(int m, const named_tensor& p) {
    return fmt::format("moment{}.{}", m + 1, p.name.view());
}
std::string average_name(const named_tensor& p) { return fmt::format("average.{}", p.name.view()); }

std::string fingerprint_of(const std::string& architecture) {
    checkpoint::checksum sum;
    sum.add(architecture);
    return sum.text();
}

const std::map<std::string, data::value_kind> value_kinds{{"any", data::value_kind::any},
                                                          {"bytes", data::value_kind::bytes},
                                                          {"floats", data::value_kind::floats}};

std::string name_of(data::value_kind kind) {
    for (const auto& [name, named] : value_kinds)
        if (named == kind) return name;
    return {};
}

const char* words_of(data::value_kind kind) {
    return kind == data::value_kind::bytes ? "images of bytes" : "images of floats";
}

/// What a file of parameters says, of a run or not.
texts texts_of(const network_summary& network, const data::input_scaling& inputs,
               const std::vector<std::string>& class_names) {
    const std::string architecture = architecture_of(network);
    texts all{{"typenet", version()},
              {architecture_key, architecture},
              {"fingerprint", fingerprint_of(architecture)},
              {"input_values", name_of(inputs.values)}};
    if (!network.name.empty()) all[network_key] = network.name.view();
    if (!class_names.empty()) all["classes"] = data::text_of_names(class_names);
    if (!inputs.mean.empty()) all["input_mean"] = data::text_of_numbers(inputs.mean);
    if (!inputs.deviation.empty()) all["input_deviation"] = data::text_of_numbers(inputs.deviation);
    return all;
}

texts texts_of(const network_summary& network, const run_state& state) {
    texts all = texts_of(network, state.inputs, state.class_names);
    all.insert({{"step", std::to_string(state.step)},
                {"seed", std::to_string(state.how.seed)},
                {"recipe", state.how.name},
                {"settings", settings_text(state.how)},
                {"data", utf8::replace_invalid(state.data)},
                {"data_digest", state.data_digest},
                {"optimizer", std::string(network.optimizer.view())},
                {"batch", std::to_string(network.batch)}});
    if (state.best) {
        const nlohmann::ordered_json best{{"step", state.best->step},
                                          {"correct", state.best->correct},
                                          {"loss", state.best->loss}};
        all["best"] = best.dump();
    }
    return all;
}

std::vector<checkpoint::tensor_in> tensors_of(const network_summary& network, engine& from) {
    std::vector<checkpoint::tensor_in> tensors;
    for (std::size_t i = 0; i < network.tensors.size(); ++i) {
        const named_tensor& p = network.tensors[i];
        tensors.push_back(
            {std::string(p.name.view()), support::extents_of(p.tensor), from.parameter(i)});
    }
    return tensors;
}

void write(const std::filesystem::path& file, std::span<const checkpoint::tensor_in> tensors,
           texts metadata, const std::function<void()>& before_replacing) {
    metadata[checksum_key] = checkpoint::checksum_of(metadata, checksum_key, tensors);
    checkpoint::write_safetensors(file, tensors, metadata, before_replacing);
}

/// A file's tensors, each in memory of its own, and its metadata; all checked.
class content {
public:
    content(const std::filesystem::path& file, const network_summary& network)
        : file_(file), network_(network) {
        // Parameters are read from the files of any optimiser; none of them has more than two
        // moments.
        const int most_moments = std::max(2, network.moments);
        const std::size_t count = network.tensors.size();
        for (const named_tensor& p : network.tensors)
            expect(std::string(p.name.view()), p, nullptr);
        for (int m = 0; m < most_moments; ++m)
            for (std::size_t i = 0; i < count; ++i)
                if (network.tensors[i].tensor.trained) others_.push_back({m, i});
        for (std::size_t i = 0; i < count; ++i) others_.push_back({other::average, i});
        for (other& one : others_) {
            const named_tensor& p = network.tensors[one.of];
            expect(one.is_average() ? average_name(p) : moment_name(one.moment, p), p,
                   &one.is_there);
        }
        read();
        // All of an average or nothing.
        has_average_ = std::ranges::any_of(
            others_, [](const other& one) { return one.is_average() && one.is_there; });
        expect_others(
            [&](const other& one) { return one.is_average() ? has_average_ : one.is_there; });
    }

    [[nodiscard]] bool has_text(const char* key) const { return texts_.contains(key); }
    [[nodiscard]] const std::string& text(const char* key) const {
        const auto found = texts_.find(key);
        if (found == texts_.end()) {
            throw error(fmt::format(
                "checkpoint {}: expected the state of a run of typenet to go on with, found a file "
                "without {} (--init-from takes parameters alone)",
                file_.string(), key));
        }
        return found->second;
    }

    template <class Number>
    [[nodiscard]] Number number(const char* key, Number most) const {
        const std::string& words = text(key);
        Number value{};
        const char* const end = words.data() + words.size();
        const auto [stop, code] = std::from_chars(words.data(), end, value);
        if (code != std::errc{} || stop != end || value > most)
            damaged(fmt::format("expected a number up to {} as its {}", most, key));
        return value;
    }

    [[noreturn]] void damaged(const std::string& why) const {
        throw error(fmt::format("checkpoint {} is damaged: {}", file_.string(), why));
    }

    void expect_text(const char* key, const std::string& expected) const {
        if (const std::string& found = text(key); found != expected)
            of_another(fmt::format("expected {} {}, found {}", key, expected, shown(found)));
    }

    void expect_same_layers() const {
        const std::string expected = architecture_of(network_);
        const std::string& found = text(architecture_key);
        if (found == expected) return;
        // The first layer that differs is easier to read than both lists.
        std::size_t begin = 0;
        const auto next = [](const std::string& list, std::size_t from) {
            if (from >= list.size()) return std::string("no more");
            return list.substr(from, list.find(", ", from) - from);
        };
        int number = 0;
        while (begin < expected.size() && next(expected, begin) == next(found, begin)) {
            begin += next(expected, begin).size() + 2;
            ++number;
        }
        of_another(fmt::format("expected {} as layer {}, found {}", next(expected, begin), number,
                               shown(next(found, begin))));
    }

    /// The parameters that answer: the average where there is one.
    void give_answering(engine& to) const {
        const std::size_t first = has_average_ ? tensors_.size() - network_.tensors.size() : 0;
        for (std::size_t i = 0; i < network_.tensors.size(); ++i)
            std::ranges::copy(values_[first + i], to.parameter(i).begin());
    }

    /// The file must have exactly as many moments as the optimiser keeps, and an average if the run
    /// keeps one.
    void give_all(engine& to, const update_options& updates) const {
        expect_others([&](const other& one) {
            return one.is_average() ? updates.average > 0 : one.moment < network_.moments;
        });
        for (std::size_t i = 0; i < network_.tensors.size(); ++i)
            std::ranges::copy(values_[i], to.parameter(i).begin());
        to.set_updates(updates);
        for (std::size_t k = 0; k < others_.size(); ++k) {
            const other& one = others_[k];
            if (!one.is_there) continue;
            const std::span<float> there =
                one.is_average() ? to.average(one.of)
                                 : to.moment(static_cast<std::size_t>(one.moment), one.of);
            std::ranges::copy(values_[network_.tensors.size() + k], there.begin());
        }
    }

private:
    /// A tensor that the file may have beside the network's own.
    struct other {
        static constexpr int average = -1;
        int moment;      // its number, or `average`
        std::size_t of;  // a tensor of the network
        bool is_there = false;

        [[nodiscard]] bool is_average() const { return moment == average; }
    };

    template <class Wanted>
    void expect_others(const Wanted& is_wanted) const {
        for (std::size_t k = 0; k < others_.size(); ++k)
            if (others_[k].is_there != is_wanted(others_[k]))
                damaged(fmt::format("it {} {}", others_[k].is_there ? "should not have" : "lacks",
                                    tensors_[network_.tensors.size() + k].name));
    }

    void expect(std::string name, const named_tensor& p, bool* is_there) {
        std::vector<float>& values =
            values_.emplace_back(static_cast<std::size_t>(p.tensor.size()));
        tensors_.push_back({std::move(name), support::extents_of(p.tensor), values});
        tensors_.back().present = is_there;
    }

    void read() {
        try {
            texts_ = checkpoint::read_safetensors(file_, tensors_);
        } catch (const checkpoint::other_network& wrong) {
            throw error(wrong.what(), comparison(network_, wrong.found));
        }
        std::vector<checkpoint::tensor_in> held;
        for (const checkpoint::tensor_out& t : tensors_)
            if (t.present == nullptr || *t.present) held.push_back({t.name, t.shape, t.values});
        // Files of other programs have no checksum; ours must have one.
        const auto sum = texts_.find(checksum_key);
        if (sum == texts_.end() && has_text("typenet") && has_text("settings"))
            damaged("it has lost its checksum");
        if (sum != texts_.end()) {
            const std::string found = checkpoint::checksum_of(texts_, checksum_key, held);
            if (found != sum->second)
                damaged(
                    fmt::format("expected the checksum {}, found {}", shown(sum->second), found));
        }
        for (const checkpoint::tensor_in& t : held) {
            const auto wrong =
                std::ranges::find_if(t.values, [](float v) { return !std::isfinite(v); });
            if (wrong != t.values.end())
                throw error(fmt::format("checkpoint {}: expected finite numbers, but {} holds {}",
                                        file_.string(), t.name, *wrong));
        }
    }

    [[noreturn]] void of_another(const std::string& how) const {
        throw error(fmt::format("checkpoint {} is of another network: {}", file_.string(), how));
    }

    /// Text from a file, fit for a sentence.
    static std::string shown(const std::string& text) {
        constexpr std::size_t longest = 60;
        return text.size() <= longest ? text : text.substr(0, longest) + "...";
    }

    const std::filesystem::path& file_;
    const network_summary& network_;
    std::vector<other> others_;
    bool has_average_ = false;
    std::vector<std::vector<float>> values_;       // as tensors_
    std::vector<checkpoint::tensor_out> tensors_;  // the network's, then others_
    texts texts_;
};

std::vector<std::string> class_names_of(const content& from, int classes) {
    if (!from.has_text("classes")) return {};
    auto names = data::names_of_text(from.text("classes"), static_cast<std::size_t>(classes));
    if (!names)
        from.damaged(fmt::format("expected a list of at most {} names as its classes", classes));
    return std::move(*names);
}

/// Files of typenet that say nothing are of the time when all images were bytes, given unscaled.
data::input_scaling inputs_of(const content& from, int channels) {
    data::input_scaling found;
    if (from.has_text("input_values")) {
        const auto kind = value_kinds.find(from.text("input_values"));
        if (kind == value_kinds.end()) from.damaged("expected any, bytes or floats as its inputs");
        found.values = kind->second;
    } else if (from.has_text("typenet")) {
        found.values = data::value_kind::bytes;
    }
    const auto take = [&](const char* key, std::vector<double>& to, auto complaint_of) {
        if (!from.has_text(key)) return;
        auto numbers = data::numbers_of_text(from.text(key));
        if (!numbers) from.damaged(fmt::format("expected a list of numbers as its {}", key));
        to = std::move(*numbers);
        if (const std::string wrong = complaint_of(to, channels); !wrong.empty())
            from.damaged(fmt::format("its {}: {}", key, wrong));
    };
    take("input_mean", found.mean, data::complaint_of_mean);
    take("input_deviation", found.deviation, data::complaint_of_deviation);
    return found;
}

validation_result best_of(const content& from) {
    using json = nlohmann::json;
    const json found = json::parse(from.text("best"), nullptr, false);
    const auto number = [&](const char* key) {
        if (!found.is_object() || !found.contains(key) || !found[key].is_number())
            from.damaged(fmt::format("the {} of its best step is no number", key));
        return found[key];
    };
    const auto whole = [&](const char* key) {
        constexpr std::uint64_t most = 1'000'000'000;
        const json value = number(key);
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() > most)
            from.damaged(fmt::format("expected the {} of its best step up to {}", key, most));
        return value.get<std::uint32_t>();
    };
    return {whole("step"), whole("correct"), number("loss").get<double>()};
}

}  // namespace

std::string architecture_of(const network_summary& network) {
    std::string text = fmt::format("input {}", to_text(network.input).view());
    for (const node& layer : network.nodes) text += fmt::format(", {}", layer.spelling.view());
    return text;
}

void write_checkpoint(const std::filesystem::path& file, const network_summary& network,
                      engine& from, const run_state& state,
                      const std::function<void()>& before_replacing) {
    std::vector<checkpoint::tensor_in> tensors = tensors_of(network, from);
    for (int m = 0; m < network.moments; ++m) {
        for (std::size_t i = 0; i < network.tensors.size(); ++i) {
            const named_tensor& p = network.tensors[i];
            if (!p.tensor.trained) continue;
            tensors.push_back({moment_name(m, p), support::extents_of(p.tensor),
                               from.moment(static_cast<std::size_t>(m), i)});
        }
    }
    for (std::size_t i = 0; i < network.tensors.size(); ++i) {
        const named_tensor& p = network.tensors[i];
        if (const std::span<float> average = from.average(i); !average.empty())
            tensors.push_back({average_name(p), support::extents_of(p.tensor), average});
    }
    write(file, tensors, texts_of(network, state), before_replacing);
}

void write_parameters(const std::filesystem::path& file, const network_summary& network,
                      engine& from, const trained_on& what, const std::string& source) {
    texts metadata = texts_of(network, what.inputs, what.class_names);
    metadata["imported_from"] = utf8::replace_invalid(source);
    write(file, tensors_of(network, from), metadata, {});
}

std::uint64_t checkpoint_bytes(const network_summary& network, bool with_average) {
    constexpr std::uint64_t entry_of_header = 100;
    std::uint64_t bytes = 0;
    for (const named_tensor& p : network.tensors) {
        const int copies = (p.tensor.trained ? 1 + network.moments : 1) + (with_average ? 1 : 0);
        bytes += (entry_of_header + sizeof(float) * static_cast<std::uint64_t>(p.tensor.size())) *
                 static_cast<std::uint64_t>(copies);
    }
    return bytes;
}

trained_on read_parameters(const std::filesystem::path& file, const network_summary& network,
                           engine& to, same_layers demanded) {
    const content found(file, network);
    if (demanded == same_layers::yes && found.has_text(architecture_key))
        found.expect_same_layers();
    trained_on what{class_names_of(found, network.classes),
                    inputs_of(found, network.input.channels)};
    found.give_answering(to);
    return what;
}

run_state read_checkpoint(const std::filesystem::path& file, const network_summary& network,
                          engine& to) {
    const content found(file, network);
    run_state state;
    try {
        state.how = recipe_of(found.text("settings"));
    } catch (const error& wrong) {
        throw error(fmt::format("checkpoint {}: {}", file.string(), wrong.what()));
    }
    found.expect_same_layers();
    found.expect_text("optimizer", std::string(network.optimizer.view()));
    found.expect_text("batch", std::to_string(network.batch));
    state.step = found.number<std::uint32_t>("step", state.how.steps);
    state.how.seed = found.number<std::uint64_t>("seed", std::uint64_t(-1));
    state.data = found.text("data");
    state.data_digest = found.text("data_digest");
    state.class_names = class_names_of(found, network.classes);
    state.inputs = inputs_of(found, network.input.channels);
    if (found.has_text("best")) state.best = best_of(found);
    found.give_all(to, state.how.updates);
    return state;
}

void expect_data_of(const std::filesystem::path& file, const run_state& state,
                    const std::string& description, const std::string& digest) {
    if (digest == state.data_digest) return;
    throw error(fmt::format(
        "checkpoint {}: expected the data it was trained on, {} with the digest {}, found {} with "
        "the digest {}",
        file.string(), state.data, state.data_digest, description, digest));
}

void expect_values_of(const std::filesystem::path& file, const data::input_scaling& inputs,
                      data::value_kind found) {
    using data::value_kind;
    if (inputs.values == found || inputs.values == value_kind::any || found == value_kind::any)
        return;
    throw error(fmt::format("checkpoint {}: expected {} as the network was trained on, found {}",
                            file.string(), words_of(inputs.values), words_of(found)));
}

}  // namespace typenet::app
