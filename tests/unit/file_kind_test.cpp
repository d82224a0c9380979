// SPDX-License-Identifier: BSL-1.0
#include "data/file_kind.hpp"

#include <cstddef>
#include <span>
#include <string_view>

#include "catch.hpp"

namespace {

std::string_view kind(std::string_view text) {
    return typenet::data::kind_of(std::as_bytes(std::span(text)));
}

}  // namespace

TEST_CASE("what a file is is told by its first bytes", "[file_kind]") {
    using namespace std::string_view_literals;
    CHECK(kind("\xFF\xD8\xFF\xE0\0\x10JFIF"sv) == "a JPEG picture");
    CHECK(kind("RIFF\x24\0\0\0WEBPVP8 "sv) == "a WebP picture");
    CHECK(kind("BM\x36\0\0\0\0\0"sv) == "a BMP picture");
    CHECK(kind("GIF89a\1\0"sv) == "a GIF picture");
    CHECK(kind("II*\0\x8\0\0\0"sv) == "a TIFF picture");
    CHECK(kind("MM\0*\0\0\0\x8"sv) == "a TIFF picture");
    CHECK(kind("\0\0\0\x18"
               "ftypheic"sv) == "a HEIC picture");
    CHECK(kind("\0\0\0\x18"
               "ftypavif"sv) == "an AVIF picture");
    CHECK(kind("<!DOCTYPE html><title>404"sv) == "a web page");
    CHECK(kind("\0\5\x16\7\0\2\0\0Mac OS X"sv) == "what macOS keeps beside a file (AppleDouble)");
    CHECK(kind("\x89PNG\n\x1A\n"sv) == "a PNG picture that was changed on its way, as text is");
    CHECK(kind(""sv) == "nothing");
    for (const std::string_view none : {"These are no pixels."sv, "R"sv, "RIFF"sv, "\0\0\0\0"sv})
        CHECK(kind(none) == "something else");
}
