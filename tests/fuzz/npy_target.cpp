// SPDX-License-Identifier: BSL-1.0
// A NumPy array as the test images of an autoencoder; the training images are right.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "data/npy.hpp"
#include "memory_file.hpp"
#include "scratch_folder.hpp"
#include "target.hpp"

namespace {

using namespace typenet;

std::vector<std::uint8_t> right_array() {
    std::string file("\x93NUMPY\1\0\x76\0", 10);
    file += "{'descr': '|i1', 'fortran_order': False, 'shape': (2, 3)}";
    file.resize(10 + 0x76, ' ');
    file += "abcdef";
    return {file.begin(), file.end()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const tests::scratch_folder folder;
    static const std::array<fuzz::memory_file, 2> files;
    static const bool is_made = [] {
        std::filesystem::create_symlink(files[0].path(), folder.path / "train.npy");
        std::filesystem::create_symlink(files[1].path(), folder.path / "test.npy");
        files[0].put(right_array());
        return true;
    }();
    fuzz::demand(is_made, "there are two files");
    files[1].put({bytes, size});
    data::dataset read;
    if (!fuzz::accepts([&] { read = data::load_npy(folder.path, {shape::values(3), 0, 3}); }))
        return 0;
    fuzz::demand(read.train.count() == 1 && read.validation.count() == 1, "the others are right");
    const data::labelled_images& test = read.test;
    fuzz::demand(test.pixels.empty() != test.values.empty(), "images are bytes or floats");
    fuzz::demand(test.count() > 0 && test.pixels.size() + test.values.size() == 3 * test.count(),
                 "an image has three values");
    fuzz::demand(std::ranges::all_of(test.values, [](float x) { return std::isfinite(x); }),
                 "values are finite");
    return 0;
}
