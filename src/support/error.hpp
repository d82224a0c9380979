// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdexcept>

namespace typenet {

/// A failure told to the user as one sentence that names the file or flag, what was expected and
/// what was found. The program prints it after "error: " and exits with 1.
class error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The same for a command line that asks for something impossible; the program exits with 2.
class usage_error : public error {
public:
    using error::error;
};

}  // namespace typenet
