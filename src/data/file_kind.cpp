// SPDX-License-Identifier: BSL-1.0
#include "data/file_kind.hpp"

#include <algorithm>
#include <array>

namespace typenet::data {

namespace {

using namespace std::string_view_literals;

struct signature {
    std::size_t at;
    std::string_view bytes;
    std::string_view kind;
};

/// **Source**: the formats' descriptions; for HEIC and AVIF the brands of ISO/IEC 23008-12. The
/// first that fits counts.
constexpr std::array signatures{
    signature{0, "\xFF\xD8\xFF"sv, "a JPEG picture"},
    signature{8, "WEBP"sv, "a WebP picture"},
    signature{0, "BM"sv, "a BMP picture"},
    signature{0, "GIF8"sv, "a GIF picture"},
    signature{0, "II*\0"sv, "a TIFF picture"},
    signature{0, "MM\0*"sv, "a TIFF picture"},
    signature{0, "II+\0"sv, "a TIFF picture"},
    signature{0, "MM\0+"sv, "a TIFF picture"},
    signature{4, "ftypavif"sv, "an AVIF picture"},
    signature{4, "ftypavis"sv, "an AVIF picture"},
    signature{4, "ftyphei"sv, "a HEIC picture"},
    signature{4, "ftyphev"sv, "a HEIC picture"},
    signature{4, "ftypmif1"sv, "a HEIC picture"},
    signature{4, "ftypmsf1"sv, "a HEIC picture"},
    signature{4, "ftyp"sv, "a film"},
    signature{0, "\xFF\x0A"sv, "a JPEG XL picture"},
    signature{4, "JXL "sv, "a JPEG XL picture"},
    signature{4, "jP  "sv, "a JPEG 2000 picture"},
    signature{0, "\0\0\1\0"sv, "a Windows icon"},
    signature{0, "8BPS"sv, "a Photoshop picture"},
    signature{0, "P5"sv, "a PGM picture"},
    signature{0, "P6"sv, "a PPM picture"},
    signature{0, "\0\5\x16\7"sv, "what macOS keeps beside a file (AppleDouble)"},
    signature{0, "%PDF"sv, "a PDF document"},
    signature{0, "<svg"sv, "an SVG drawing"},
    signature{0, "<?xml"sv, "XML, perhaps an SVG drawing"},
    signature{0, "<!DOCTYPE"sv, "a web page"},
    signature{0, "<!doctype"sv, "a web page"},
    signature{0, "<html"sv, "a web page"},
    signature{0, "version https://git-lfs"sv, "what Git LFS puts in a file's place"},
    signature{0, "PK\3\4"sv, "a ZIP archive"},
    signature{0, "\x1F\x8B"sv, "gzip data"},
    signature{0, "\x89PNG"sv, "a PNG picture that was changed on its way, as text is"},
};

}  // namespace

std::string_view kind_of(std::span<const std::byte> file) {
    if (file.empty()) return "nothing";
    const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
    const auto* const found = std::ranges::find_if(signatures, [&](const signature& s) {
        return text.size() >= s.at && text.substr(s.at).starts_with(s.bytes);
    });
    return found == signatures.end() ? "something else" : found->kind;
}

}  // namespace typenet::data
