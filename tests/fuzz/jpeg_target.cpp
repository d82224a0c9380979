// SPDX-License-Identifier: BSL-1.0
// The same of a JPEG.
#include <cstddef>
#include <span>

#include "data/jpeg.hpp"
#include "picture_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace typenet;
    data::picture found;
    if (fuzz::accepts(
            [&] { found = data::read_jpeg(std::as_bytes(std::span(bytes, size)), "picture"); }))
        fuzz::check_picture(found);
    return 0;
}
