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

std::vector<fs::path> checkpoint_files(const fs::path& file, int keep) {
    std::vector<fs::path> files;
    for (int age = 0; age < keep; ++age) files.push_back(older(file, age));
    files.push_back(with(file, ".best"));
    return files;
}

/// Returns why, if an older one could not be kept. Those after it are.
std::string checkpoint_store::rotate() const {
    std::string not_kept;
    for (int age = rotates_ ? keep_ - 1 : 0; age > 0; --age) {
        try {
            support::keep_as(older(file_, age - 1), older(file_, age));
        } catch (const error& wrong) {
            not_kept = wrong.what();
        }
    }
    return not_kept;
}

std::string checkpoint_store::write_newest(const network_summary& network, engine& from,
                                           const run_state& state) {
    std::string not_kept;
    write_checkpoint(file_, network, from, state, [&] { not_kept = rotate(); });
    rotates_ = true;
    return not_kept;
}

void checkpoint_store::write_best(const network_summary& network, engine& from,
                                  const run_state& state) {
    write_checkpoint(with(file_, ".best"), network, from, state);
}

resumed_run read_newest(const fs::path& file, const network_summary& network, engine& to) {
    resumed_run found;
    std::optional<error> first;
    for (const fs::path& candidate : checkpoint_files(file, most_kept)) {
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
