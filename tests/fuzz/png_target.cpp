// SPDX-License-Identifier: BSL-1.0
// A picture as `predict` takes it: a PNG, made as large as a network's images.
#include <cstddef>
#include <span>

#include "data/png.hpp"
#include "picture_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace typenet;
    data::picture found;
    if (fuzz::accepts(
            [&] { found = data::read_png(std::as_bytes(std::span(bytes, size)), "picture"); }))
        fuzz::check_picture(found);
    return 0;
}
