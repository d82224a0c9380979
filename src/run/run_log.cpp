// SPDX-License-Identifier: BSL-1.0
#include "run/run_log.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "support/error.hpp"

namespace typenet::app {

namespace {

// Keys in the order in which they are written: a log is read by people too.
using json = nlohmann::ordered_json;

/// Of what has one: a pipe has none.
std::optional<std::uint64_t> size_of(std::FILE* file) {
    struct stat found{};
    if (::fstat(::fileno(file), &found) != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
    return static_cast<std::uint64_t>(found.st_size);
}

bool cut(std::FILE* file, std::uint64_t size) {
    return ::ftruncate(::fileno(file), static_cast<off_t>(size)) == 0;
}

std::string line_of(const json& event) {
    // A data folder's name need not be UTF-8; a log must be.
    return event.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace

void run_log::open(bool goes_on) {
    const int fresh = goes_on ? 0 : O_TRUNC;
    const int fd = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | fresh, 0666);
    file_.reset(fd < 0 ? nullptr : ::fdopen(fd, "a"));
    if (!file_)
        throw error(
            fmt::format("cannot write the log {}: {}", path_.string(), std::strerror(errno)));
    // What could not be written must not come later, in the middle of another line.
    std::setvbuf(file_.get(), nullptr, _IONBF, 0);
    if (goes_on) end_last_line();
}

void run_log::end_last_line() {
    constexpr std::uint64_t most = 1 << 17;  // more than a line has
    const std::optional<std::uint64_t> size = size_of(file_.get());
    if (!size) return;
    const std::uint64_t behind = std::min(*size, most);
    std::string end(behind, '\0');
    std::ifstream from(path_, std::ios::binary);
    from.seekg(static_cast<std::streamoff>(*size - behind));
    if (!from.read(end.data(), static_cast<std::streamsize>(behind))) return;
    end.erase(0, end.rfind('\n') + 1);  // all of it stays if there is no such letter
    if (end.empty()) return;
    const bool is_whole = end.size() == most || json::accept(end);
    if (is_whole || !cut(file_.get(), *size - end.size())) write("\n");
}

void run_log::write(const std::string& line) {
    const std::optional<std::uint64_t> before = size_of(file_.get());
    errno = 0;
    if (std::fwrite(line.data(), 1, line.size(), file_.get()) == line.size()) return;
    if (failure_.empty())
        failure_ = fmt::format("cannot write the log {}, which lacks lines now: {}", path_.string(),
                               std::strerror(errno));
    std::clearerr(file_.get());
    if (before) cut(file_.get(), *before);
}

void run_log::started(const start_event& e) {
    open(!e.resumed.empty());
    json line{{"event", "start"},       {"version", e.version}, {"commit", e.commit},
              {"compiler", e.compiler}, {"simd", e.simd},       {"threads", e.threads},
              {"seed", e.seed},         {"recipe", e.recipe},   {"data", e.data},
              {"steps", e.steps},       {"batch", e.batch}};
    line.update(json::parse(e.settings));
    if (e.ranks > 1) line["ranks"] = e.ranks;
    if (!e.inputs.empty()) line["inputs"] = e.inputs;
    if (!e.initial_parameters.empty()) line["init_from"] = e.initial_parameters;
    if (!e.resumed.empty()) {
        line["resume"] = e.resumed;
        line["after_step"] = e.after_step;
    }
    write(line_of(line));
}

void run_log::stepped(const step_event& e) {
    json line{{"event", "step"}, {"step", e.step}, {"loss", e.loss}};
    if (e.classifies) line["accuracy"] = e.accuracy;
    line["learning_rate"] = e.learning_rate;
    line["ms"] = e.milliseconds;
    write(line_of(line));
}

void run_log::evaluated(const eval_event& e) {
    json line{{"event", "eval"}, {"split", e.split}, {"step", e.step}, {"images", e.found.images}};
    if (e.classifies) line["accuracy"] = e.found.accuracy();
    line["loss"] = e.found.loss;
    write(line_of(line));
}

void run_log::timed(const rank_event& e) {
    write(line_of({{"event", "rank"},
                   {"rank", e.rank},
                   {"host", e.host},
                   {"computing", e.computing},
                   {"exchanging", e.exchanging},
                   {"waiting", e.waiting}}));
}

void run_log::ended(const end_event& e) {
    json line{{"event", "end"}, {"steps", e.steps}, {"seconds", e.seconds}};
    if (!e.checkpoint.empty()) line["checkpoint"] = e.checkpoint;
    write(line_of(line));
}

}  // namespace typenet::app
