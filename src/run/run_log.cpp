// SPDX-License-Identifier: BSL-1.0
#include "run/run_log.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "support/error.hpp"

namespace typenet::app {

namespace {

// Keys in the order in which they are written: a log is read by people too.
using json = nlohmann::ordered_json;

std::string line_of(const json& event) {
    // A data folder's name need not be UTF-8; a log must be.
    return event.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace

void run_log::write(const std::string& line) {
    errno = 0;
    const bool written = std::fwrite(line.data(), 1, line.size(), file_.get()) == line.size() &&
                         std::fflush(file_.get()) == 0;
    if (!written && failure_.empty()) {
        failure_ = fmt::format("cannot write the log {}, which lacks lines now: {}", path_.string(),
                               std::strerror(errno));
    }
}

void run_log::started(const start_event& e) {
    file_.reset(std::fopen(path_.c_str(), e.resumed.empty() ? "w" : "a"));
    if (!file_) {
        throw error(
            fmt::format("cannot write the log {}: {}", path_.string(), std::strerror(errno)));
    }
    json line{{"event", "start"},       {"version", e.version}, {"commit", e.commit},
              {"compiler", e.compiler}, {"simd", e.simd},       {"threads", e.threads},
              {"seed", e.seed},         {"recipe", e.recipe},   {"data", e.data},
              {"steps", e.steps},       {"batch", e.batch}};
    if (!e.initial_parameters.empty()) line["init_from"] = e.initial_parameters;
    if (!e.resumed.empty()) {
        line["resume"] = e.resumed;
        line["after_step"] = e.after_step;
    }
    write(line_of(line));
}

void run_log::stepped(const step_event& e) {
    write(line_of({{"event", "step"},
                   {"step", e.step},
                   {"loss", e.loss},
                   {"accuracy", e.accuracy},
                   {"learning_rate", e.learning_rate},
                   {"ms", e.milliseconds}}));
}

void run_log::evaluated(const eval_event& e) {
    write(line_of({{"event", "eval"},
                   {"split", e.split},
                   {"step", e.step},
                   {"images", e.found.images},
                   {"accuracy", e.found.accuracy()},
                   {"loss", e.found.loss}}));
}

void run_log::ended(const end_event& e) {
    json line{{"event", "end"}, {"steps", e.steps}, {"seconds", e.seconds}};
    if (!e.checkpoint.empty()) line["checkpoint"] = e.checkpoint;
    write(line_of(line));
}

}  // namespace typenet::app
