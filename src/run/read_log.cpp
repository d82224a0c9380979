// SPDX-License-Identifier: BSL-1.0
#include "run/read_log.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "run/flat_json.hpp"
#include "run/recipe.hpp"
#include "support/error.hpp"

namespace typenet::app {

namespace {

using sorted_json = nlohmann::json;

/// The longest line; those of typenet have names of files in them.
constexpr std::size_t most_letters = 65536;

/// One line, whose values are taken out by name.
class logged_event {
public:
    explicit logged_event(std::string_view line) : all_(parse_flat_json(line)) {}

    [[nodiscard]] bool has(const char* key) const { return all_.contains(key); }
    [[nodiscard]] std::string text(const char* key) const {
        const sorted_json& value = find(key);
        if (!value.is_string()) refuse(key, "a text", value);
        return value.get<std::string>();
    }
    template <class Number>
    [[nodiscard]] Number whole(const char* key, Number most) const {
        const sorted_json& value = find(key);
        const auto limit = static_cast<std::uint64_t>(most);
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() > limit)
            refuse(key, fmt::format("a whole number from 0 to {}", most), value);
        return static_cast<Number>(value.get<std::uint64_t>());
    }
    /// JSON has no infinity: the log has null for it.
    [[nodiscard]] double number(const char* key) const {
        const sorted_json& value = find(key);
        if (value.is_null()) return std::numeric_limits<double>::quiet_NaN();
        if (!value.is_number() || std::abs(value.get<double>()) > largest)
            refuse(key, fmt::format("a number up to {}", largest), value);
        return value.get<double>();
    }
    [[nodiscard]] double from_zero(const char* key, double to = largest) const {
        const double value = number(key);
        if (const bool within = value >= 0 && value <= to; !within)
            refuse(key, fmt::format("a number from 0 to {}", to), find(key));
        return value;
    }

    [[noreturn]] static void refuse(const char* key, const std::string& expected,
                                    const sorted_json& found) {
        constexpr std::size_t longest = 40;
        throw error(fmt::format(
            "expected {} as its {}, found {}", expected, key,
            found.dump(-1, ' ', false, sorted_json::error_handler_t::replace).substr(0, longest)));
    }

private:
    // What floats can make of sums and products of images, and no more.
    static constexpr double largest = 1e60;

    [[nodiscard]] const sorted_json& find(const char* key) const {
        const auto found = all_.find(key);
        if (found == all_.end()) throw error(fmt::format("expected a value {}, found none", key));
        return *found;
    }

    sorted_json all_;
};

start_event start_of(const logged_event& line) {
    constexpr int most_threads = 1024;
    constexpr int most_images = 1'000'000;
    start_event e;
    e.version = line.text("version");
    e.commit = line.text("commit");
    e.compiler = line.text("compiler");
    e.simd = line.text("simd");
    e.threads = line.whole("threads", most_threads);
    e.seed = line.whole("seed", std::numeric_limits<std::uint64_t>::max());
    e.recipe = line.text("recipe");
    e.data = line.text("data");
    e.steps = line.whole("steps", most_steps);
    e.batch = line.whole("batch", most_images);
    if (line.has("accumulate")) e.accumulate = line.whole("accumulate", most_images);
    if (line.has("ranks")) e.ranks = line.whole("ranks", most_images);
    if (line.has("inputs")) e.inputs = line.text("inputs");
    if (line.has("init_from")) e.initial_parameters = line.text("init_from");
    if (line.has("resume")) {
        e.resumed = line.text("resume");
        e.after_step = line.whole("after_step", most_steps);
    }
    return e;
}

step_event step_of(const logged_event& line) {
    step_event e;
    e.step = line.whole("step", most_steps);
    e.loss = line.number("loss");
    e.classifies = line.has("accuracy");
    if (e.classifies) e.accuracy = line.from_zero("accuracy", 1);
    e.learning_rate = line.from_zero("learning_rate");
    e.milliseconds = line.from_zero("ms");
    return e;
}

eval_event evaluation_of(const logged_event& line) {
    constexpr extent most_images = 1'000'000;
    eval_event e;
    e.split = line.text("split");
    e.step = line.whole("step", most_steps);
    e.found.images = line.whole("images", most_images);
    e.classifies = line.has("accuracy");
    if (e.classifies)
        e.found.correct =
            std::lround(line.from_zero("accuracy", 1) * static_cast<double>(e.found.images));
    e.found.loss = line.number("loss");
    return e;
}

constexpr double three_centuries = 1e10;  // in seconds

rank_event rank_of(const logged_event& line) {
    constexpr int most_ranks = 1'000'000;
    rank_event e;
    e.rank = line.whole("rank", most_ranks);
    e.host = line.text("host");
    e.computing = line.from_zero("computing", three_centuries);
    e.exchanging = line.from_zero("exchanging", three_centuries);
    e.waiting = line.from_zero("waiting", three_centuries);
    return e;
}

end_event end_of(const logged_event& line) {
    end_event e;
    e.steps = line.whole("steps", most_steps);
    e.seconds = line.from_zero("seconds", three_centuries);
    if (line.has("checkpoint")) e.checkpoint = line.text("checkpoint");
    return e;
}

void tell(std::string_view words, observer& to) {
    const logged_event line(words);
    const std::string what = line.text("event");
    if (what == "start")
        to.started(start_of(line));
    else if (what == "step")
        to.stepped(step_of(line));
    else if (what == "eval")
        to.evaluated(evaluation_of(line));
    else if (what == "rank")
        to.timed(rank_of(line));
    else if (what == "end")
        to.ended(end_of(line));
    else
        logged_event::refuse("event", "start, step, eval, rank or end", what);
}

}  // namespace

void read_log(const std::filesystem::path& path, observer& to) {
    const std::string name = path.string();
    const auto close = [](std::FILE* file) { std::fclose(file); };
    errno = 0;
    const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rb"), close);
    if (!file) throw error(fmt::format("cannot read the log {}: {}", name, std::strerror(errno)));
    std::string line;
    std::array<char, 65536> piece;
    std::size_t number = 1;
    try {
        while (const std::size_t now = std::fread(piece.data(), 1, piece.size(), file.get())) {
            for (const char c : std::string_view(piece.data(), now)) {
                if (c != '\n') {
                    line += c;
                    if (line.size() > most_letters)
                        throw error(
                            fmt::format("expected at most {} letters, found more", most_letters));
                    continue;
                }
                tell(line, to);
                line.clear();
                ++number;
            }
        }
    } catch (const error& wrong) {
        throw error(fmt::format("log {}, line {}: {}", name, number, wrong.what()));
    }
    if (std::ferror(file.get()) != 0)
        throw error(fmt::format("cannot read the log {}: {}", name, std::strerror(errno)));
}

}  // namespace typenet::app
