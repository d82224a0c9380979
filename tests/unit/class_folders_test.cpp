// SPDX-License-Identifier: BSL-1.0
#include "data/class_folders.hpp"

#include <array>
#include <cstddef>
#include <string>

#include "catch.hpp"

namespace {

using typenet::data::part;
using typenet::data::part_of;

/// The parts of NAME/0.png, NAME/1.png, …: - to train on, v for validation, t for the test.
std::string parts_of(const std::string& class_name, int count) {
    std::string parts;
    for (int i = 0; i < count; ++i) {
        const part found = part_of(class_name, std::to_string(i) + ".png");
        parts += found == part::train ? '-' : found == part::validation ? 'v' : 't';
    }
    return parts;
}

// Worked out by a program of another language. Whoever trained yesterday must not find a picture
// among those to test on tomorrow.
TEST_CASE("a picture's part follows from its class and name for good", "[class_folders]") {
    CHECK(parts_of("circle", 40) == "v---v-v----v-----tv--t---------tv-v-v---");
    CHECK(parts_of("square", 40) == "---------v-----tv-------t------v----t-tv");
}

TEST_CASE("about one picture in ten is for validation and one for the test", "[class_folders]") {
    constexpr int count = 10000;
    std::array<int, 3> found{};
    for (const char c : parts_of("a", count)) ++found.at(c == '-' ? 0U : c == 'v' ? 1U : 2U);
    for (const std::size_t i : {1U, 2U}) {
        CHECK(found.at(i) > 0.09 * count);  // more than three standard deviations
        CHECK(found.at(i) < 0.11 * count);
    }
}

}  // namespace
