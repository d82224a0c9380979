// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace typenet {

/// A failure told to the user as one sentence that names the file or flag, what was expected and
/// what was found. The program prints it after "error: " and exits with 1. A table may follow for
/// people; the sentence says all without it.
class error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    error(const std::string& sentence, std::string table)
        : std::runtime_error(sentence), table_(std::move(table)) {}

    [[nodiscard]] const std::string& table() const { return table_; }

private:
    std::string table_;
};

/// The same for a command line that asks for something impossible; the program exits with 2.
class usage_error : public error {
public:
    using error::error;
};

}  // namespace typenet
