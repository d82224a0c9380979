// SPDX-License-Identifier: BSL-1.0
#include "checkpoint/checkpoint_store.hpp"

#include <fmt/core.h>

#include <exception>
#include <optional>
#include <system_error>

#include "support/error.hpp"
#include "support/file.hpp"

namespace typenet::app {

namespace {

namespace fs = std::filesystem;

fs::path with(fs::path file, const std::string& ending) { return file += ending; }
fs::path older(const fs::path& file, int age) {
    return age == 0 ? file : with(file, fmt::format(".{}", age));
}

}  // namespace

void checkpoint_store::rotate() const {
    if (!rotates_) return;
    for (int age = keep_ - 1; age > 0; --age)
        support::keep_as(older(file_, age - 1), older(file_, age));
}

void checkpoint_store::write_newest(const network_summary& network, engine& from,
                                    const run_state& state) {
    write_checkpoint(file_, network, from, state, [&] { rotate(); });
    rotates_ = true;
}

void checkpoint_store::write_best(const network_summary& network, engine& from,
                                  const run_state& state) {
    write_checkpoint(with(file_, ".best"), network, from, state);
}

resumed_run read_newest(const fs::path& file, const network_summary& network, engine& to) {
    std::vector<fs::path> files;
    for (int age = 0; age < most_kept; ++age) files.push_back(older(file, age));
    files.push_back(with(file, ".best"));
    resumed_run found;
    std::optional<error> first;
    for (const fs::path& candidate : files) {
        std::error_code ignored;
        if (candidate != file && !fs::exists(candidate, ignored)) continue;
        try {
            found.state = read_checkpoint(candidate, network, to);
            found.file = candidate;
            return found;
        } catch (const error& wrong) {
            if (!first) first = wrong;
            found.passed_over.emplace_back(wrong.what());
        }
    }
    throw error(*first);
}

}  // namespace typenet::app
