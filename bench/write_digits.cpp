// SPDX-License-Identifier: BSL-1.0
// Writes the built-in digits as IDX files, so that the peers can read them too.
//
// usage: bench_write_digits FOLDER SIDE CHANNELS TRAINING-IMAGES

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "data/idx.hpp"
#include "data/synthetic.hpp"

namespace {

using namespace typenet;

void put(std::ofstream& to, std::size_t number) {
    for (int shift = 24; shift >= 0; shift -= 8)
        to.put(static_cast<char>(static_cast<unsigned char>(number >> shift)));
}

void put(std::ofstream& to, const std::vector<std::uint8_t>& bytes) {
    to.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

/// One pair of files from parts that stand one behind the other.
template <std::size_t Count>
void write(const std::filesystem::path& folder, const std::string& name,
           const std::array<const data::labelled_images*, Count>& parts) {
    std::size_t count = 0;
    for (const auto* part : parts) count += part->count();
    const data::image_size size = parts.front()->size;
    std::ofstream images(folder / (name + "-images-idx3-ubyte"), std::ios::binary);
    std::ofstream labels(folder / (name + "-labels-idx1-ubyte"), std::ios::binary);
    images.exceptions(std::ios::failbit | std::ios::badbit);
    labels.exceptions(std::ios::failbit | std::ios::badbit);
    put(images, size.channels == 1 ? 0x803 : 0x804);
    put(labels, 0x801);
    put(images, count);
    put(labels, count);
    put(images, static_cast<std::size_t>(size.height));
    put(images, static_cast<std::size_t>(size.width));
    if (size.channels != 1) put(images, static_cast<std::size_t>(size.channels));
    for (const auto* part : parts) {
        put(images, part->pixels);
        put(labels, part->labels);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::fprintf(stderr, "usage: %s FOLDER SIDE CHANNELS TRAINING-IMAGES\n", argv[0]);
        return 2;
    }
    try {
        const std::filesystem::path folder = argv[1];
        const int side = std::stoi(argv[2]);
        data::part_counts counts;
        counts.train = std::stoul(argv[4]);
        counts.validation = data::validation_images;
        const data::dataset all =
            data::make_synthetic_digits(1, {side, side, std::stoi(argv[3])}, 10, counts);
        std::filesystem::create_directories(folder);
        write<2>(folder, "train", {&all.validation, &all.train});
        write<1>(folder, "t10k", {&all.test});
    } catch (const std::exception& wrong) {
        std::fprintf(stderr, "error: %s\n", wrong.what());
        return 1;
    }
    return 0;
}
