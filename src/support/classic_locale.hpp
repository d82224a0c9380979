// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <clocale>
#include <locale>
#include <string>

namespace typenet::support {

/// While it lives, the process has C's locale, whatever a program of one's own has set: numbers
/// have a point and no other sign, on the command line as in files, and the system's reasons are
/// English.
class classic_locale {
public:
    classic_locale()
        : of_c_(std::setlocale(LC_ALL, nullptr)),
          of_cpp_(std::locale::global(std::locale::classic())) {}
    ~classic_locale() {
        std::locale::global(of_cpp_);
        std::setlocale(LC_ALL, of_c_.c_str());
    }
    classic_locale(const classic_locale&) = delete;
    classic_locale& operator=(const classic_locale&) = delete;

private:
    std::string of_c_;
    std::locale of_cpp_;
};

}  // namespace typenet::support
