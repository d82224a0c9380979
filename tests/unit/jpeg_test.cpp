// SPDX-License-Identifier: BSL-1.0
#include "data/jpeg.hpp"

#include <algorithm>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "catch.hpp"
#include "data_files.hpp"
#include "message.hpp"

namespace {

using namespace typenet;
using namespace typenet::tests;

data::picture read(const bytes& file) {
    return data::read_picture(std::as_bytes(std::span(file)), "it");
}

int slope(int y, int x, int colour) { return 4 * y + 2 * x + 60 * colour; }

}  // namespace

TEST_CASE("a JPEG is read, grey and in colour, baseline and progressive", "[jpeg]") {
    const int colours = GENERATE(1, 3);
    const bool progressive = GENERATE(false, true);
    const data::picture found = read(jpeg_of(19, 21, colours, slope, progressive));
    REQUIRE(found.height == 19);
    REQUIRE(found.width == 21);
    REQUIRE(found.pixels.size() == 4 * 19 * 21);
    int worst = 0;
    for (int y = 0; y < 19; ++y)
        for (int x = 0; x < 21; ++x)
            for (int c = 0; c < 4; ++c) {
                const int expected = c == 3 ? 255 : slope(y, x, colours == 1 ? 0 : c);
                const int got = found.pixels[static_cast<std::size_t>(4 * (21 * y + x) + c)];
                worst = std::max(worst, std::abs(got - expected));
            }
    CHECK(worst <= 4);
}

TEST_CASE("a JPEG is read whole or refused", "[jpeg]") {
    const bool progressive = GENERATE(false, true);
    const bytes good = jpeg_of(20, 17, 3, slope, progressive);
    for (std::size_t size = 0; size + 2 < good.size(); size += 3) {
        CAPTURE(size);
        const bytes cut(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK(message_of([&] { read(cut); }).starts_with("it: expected a "));
    }
    // Whatever happens to its bytes: a picture, or one sentence.
    for (std::size_t at = 0; at < good.size(); ++at) {
        bytes bad = good;
        bad[at] ^= 0x41;
        const std::string told = message_of([&] { read(bad); });
        CHECK((told == "no error" || told.starts_with("it: expected a ")));
    }
    CHECK(
        message_of([&] { read({good.begin(), good.end() - 20}); }) ==
        "it: expected a whole JPEG picture, found one that libjpeg refuses: Premature end of JPEG "
        "file");
}

TEST_CASE("a JPEG's header is not believed", "[jpeg]") {
    bytes huge = jpeg_of(8, 8, 1, slope);
    const bytes start_of_frame{0xFF, 0xC0};
    const auto frame = std::ranges::search(huge, start_of_frame).begin();
    for (const std::ptrdiff_t at : {5, 7}) frame[at] = 0xFF;
    CHECK(message_of([&] { read(huge); }) ==
          "it: expected a picture of at most 33554432 pixels, found 65288 x 65288");
    for (const std::ptrdiff_t at : {5, 7}) frame[at] = 0x10;
    CHECK(message_of([&] { read(huge); }) == "it: expected a whole JPEG picture, found " +
                                                 std::to_string(huge.size()) +
                                                 " bytes for 4104 x 4104 pixels");
    CHECK(message_of([] { read(jpeg_of(8, 8, 4, slope)); }) ==
          "it: expected a JPEG picture, grey or of three colours, found one of four (CMYK)");
    CHECK(message_of([] { read({'G', 'I', 'F', '8'}); }) ==
          "it: expected a PNG or JPEG picture, found a GIF picture");
    CHECK(message_of([] { read({}); }) == "it: expected a PNG or JPEG picture, found nothing");
}
