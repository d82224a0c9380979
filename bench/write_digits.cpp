// SPDX-License-Identifier: BSL-1.0
// Writes the built-in digits as IDX files, so that the peers can read them too.
//
// usage: bench_write_digits FOLDER HEIGHT WIDTH CHANNELS CLASSES TRAINING-IMAGES
//
// With 0 classes images are rows of values, for networks that learn them.

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

/// The extents of an image in a file.
std::vector<int> extents(data::image_size size, int classes) {
    if (classes == 0) return {static_cast<int>(size.pixels())};
    if (size.channels == 1) return {size.height, size.width};
    return {size.height, size.width, size.channels};
}

/// One pair of files from parts that stand one behind the other.
template <std::size_t Count>
void write(const std::filesystem::path& folder, const std::string& name,
           const std::vector<int>& image,
           const std::array<const data::labelled_images*, Count>& parts) {
    std::size_t count = 0;
    for (const auto* part : parts) count += part->count();
    const std::size_t rank = 1 + image.size();
    const std::string kind = "idx" + std::to_string(rank < 3 ? 2 : 3) + "-ubyte";
    std::ofstream images(folder / (name + "-images-" + kind), std::ios::binary);
    std::ofstream labels(folder / (name + "-labels-idx1-ubyte"), std::ios::binary);
    images.exceptions(std::ios::failbit | std::ios::badbit);
    labels.exceptions(std::ios::failbit | std::ios::badbit);
    put(images, 0x800 + rank);
    put(labels, 0x801);
    put(images, count);
    put(labels, count);
    for (const int one : image) put(images, static_cast<std::size_t>(one));
    for (const auto* part : parts) {
        put(images, part->pixels);
        put(labels, part->labels);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 7) {
        std::fprintf(stderr, "usage: %s FOLDER HEIGHT WIDTH CHANNELS CLASSES TRAINING-IMAGES\n",
                     argv[0]);
        return 2;
    }
    try {
        const std::filesystem::path folder = argv[1];
        const data::image_size size{std::stoi(argv[2]), std::stoi(argv[3]), std::stoi(argv[4])};
        const int classes = std::stoi(argv[5]);
        data::part_counts counts;
        counts.train = std::stoul(argv[6]);
        counts.validation = data::validation_images;
        counts.test = 1000;
        const data::dataset all =
            data::make_synthetic_digits(1, size, classes == 0 ? 10 : std::min(classes, 10), counts);
        const std::vector<int> image = extents(size, classes);
        std::filesystem::create_directories(folder);
        write<2>(folder, "train", image, {&all.validation, &all.train});
        write<1>(folder, "t10k", image, {&all.test});
    } catch (const std::exception& wrong) {
        std::fprintf(stderr, "error: %s\n", wrong.what());
        return 1;
    }
    return 0;
}
