// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "support/error.hpp"

namespace typenet::tests {

/// What a function throws as a typenet::error.
std::string message_of(auto&& function) {
    try {
        function();
    } catch (const error& e) {
        return e.what();
    }
    return "no error";
}

}  // namespace typenet::tests
