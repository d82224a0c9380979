// SPDX-License-Identifier: BSL-1.0
// The same compressed.
#include "gzip.hpp"
#include "idx_folder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace typenet;
    static fuzz::idx_folder folder(".gz");
    const auto pack = [](const fuzz::byte_list& file) {
        return fuzz::packed(file, fuzz::wrapping::gzip);
    };
    const fuzz::idx_input input(bytes, size);
    data::dataset read;
    if (!fuzz::accepts([&] { read = folder.load(input, pack); })) return 0;
    fuzz::check_data_set(read, fuzz::size_of(input.in_colour));
    constexpr std::size_t most = std::size_t{1} << 24;  // more than the reader takes
    fuzz::check_held(read, input.as_training,
                     fuzz::unpacked(input.images, fuzz::wrapping::gzip, most),
                     fuzz::unpacked(input.labels, fuzz::wrapping::gzip, most));
    return 0;
}
