// SPDX-License-Identifier: BSL-1.0
// The images and labels of one part of a data set, as plain IDX files.
#include "idx_folder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace typenet;
    static fuzz::idx_folder folder("");
    const fuzz::idx_input input(bytes, size);
    data::dataset read;
    if (!fuzz::accepts([&] { read = folder.load(input, [](auto file) { return file; }); }))
        return 0;
    fuzz::check_data_set(read, fuzz::size_of(input.in_colour));
    fuzz::check_held(read, input.as_training, input.images, input.labels);
    return 0;
}
