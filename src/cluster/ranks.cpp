// SPDX-License-Identifier: BSL-1.0
#include "cluster/ranks.hpp"

#include <fmt/core.h>

#include "support/output.hpp"

namespace typenet::cluster {

std::string ranks::name(int rank) const { return fmt::format("rank {} on {}", rank, host(rank)); }

void ranks::prepare(std::size_t /*buffer*/, std::size_t note) {
    note_ = note;
    notes_.assign(note * static_cast<std::size_t>(count()), 0);
}

void ranks::print_failure(const std::string& sentence, const std::string& table) {
    support::print_failure(sentence);
    if (!table.empty()) support::print_error(table + '\n');
}

int ranks::fail(int exit_code, const std::string& sentence, const std::string& table) {
    print_failure(sentence, table);
    return exit_code;
}

}  // namespace typenet::cluster
