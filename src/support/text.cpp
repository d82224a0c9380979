// SPDX-License-Identifier: BSL-1.0
#include "support/text.hpp"

#include <utf8cpp/utf8.h>

#include "support/error.hpp"

namespace typenet::support {

std::string printable(const std::string& any) { return one_line(utf8::replace_invalid(any)); }

std::string grouped(long number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3 + (number < 0 ? 1U : 0U); at -= 3)
        digits.insert(at - 3, 1, ',');
    return digits;
}

}  // namespace typenet::support
