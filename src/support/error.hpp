// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace typenet {

/// A text fit for one line of a terminal: control characters, those of ASCII and U+0080 to U+009F,
/// become '?'.
std::string one_line(std::string words);

/// A failure as one sentence on one line, which names the file or flag, what was expected and what
/// was found. The program prints it after "error: " and exits with 1. A table may follow; the
/// sentence is complete without it.
class error : public std::runtime_error {
public:
    explicit error(std::string sentence, std::string table = {})
        : std::runtime_error(one_line(std::move(sentence))), table_(std::move(table)) {}

    [[nodiscard]] const std::string& table() const { return table_; }

private:
    std::string table_;
};

/// The same for a wrong command line; the program exits with 2.
class usage_error : public error {
public:
    using error::error;
};

}  // namespace typenet
