// SPDX-License-Identifier: BSL-1.0
#include "data/cifar.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "catch.hpp"
#include "data/load.hpp"
#include "data_files.hpp"
#include "message.hpp"
#include "scratch_folder.hpp"

namespace {

using namespace typenet;
using namespace typenet::tests;
namespace fs = std::filesystem;

constexpr std::size_t pixels = 3072;
const data::needs network{shape::image(32, 32, 3), 10};

/// The tone of pixel (y, x) of a colour in image number n.
std::uint8_t tone(std::size_t n, std::size_t y, std::size_t x, std::size_t colour) {
    return static_cast<std::uint8_t>(n * 31 + y * 7 + x * 3 + colour * 80);
}

/// Images `first`, `first` + 1, … as the format has them.
bytes batch(std::size_t first, std::size_t count) {
    bytes file;
    for (std::size_t n = first; n < first + count; ++n) {
        file.push_back(static_cast<std::uint8_t>(n % 10));
        for (std::size_t colour = 0; colour < 3; ++colour)
            for (std::size_t y = 0; y < 32; ++y)
                for (std::size_t x = 0; x < 32; ++x) file.push_back(tone(n, y, x, colour));
    }
    return file;
}

void require_images(const data::labelled_images& part, std::size_t first, std::size_t count) {
    REQUIRE(part.count() == count);
    REQUIRE(part.size == network.size());
    REQUIRE(part.labels.size() == count);
    REQUIRE(part.values.empty());
    bool same = true;
    for (std::size_t i = 0; i < count; ++i) {
        same = same && part.labels[i] == (first + i) % 10;
        for (std::size_t at = 0; at < pixels; ++at)
            same = same && part.image(i)[at] == tone(first + i, at / 96, at / 3 % 32, at % 3);
    }
    REQUIRE(same);
}

std::string complaint(const std::map<std::string, bytes>& files, const data::needs& of = network) {
    const scratch_folder folder;
    for (const auto& [name, content] : files) write_file(folder.path / name, content);
    std::string text = message_of([&] { data::load_cifar(folder.path, of); });
    if (text.starts_with(folder.path.string())) text.replace(0, folder.path.string().size(), "DIR");
    return text;
}

}  // namespace

TEST_CASE("CIFAR-10's batches are read, plain and packed", "[cifar]") {
    const std::string ending = GENERATE("", ".gz", ".xz");
    const scratch_folder folder;
    const std::string dir = folder.path.string();
    write_file(folder.path / ("data_batch_1.bin" + ending), batch(0, 12));
    write_file(folder.path / ("data_batch_2.bin" + ending), batch(12, 18));
    SECTION("with a test batch") {
        const std::string name = GENERATE("test_batch", "test_batch_first_1000");
        write_file(folder.path / (name + ".bin" + ending), batch(100, 5));
        const data::dataset set = data::load(folder.path, network);
        require_images(set.validation, 0, 3);
        require_images(set.train, 3, 27);
        require_images(set.test, 100, 5);
        CHECK(set.class_names.empty());
        CHECK(set.description ==
              "CIFAR-10 of " + dir + " (data_batch 1, 2 to train on, " + name + " to test on)");
        CHECK(data::source_files(folder.path).size() == 3);
    }
    SECTION("with the last batch as the test, and with names") {
        write_file(folder.path / ("data_batch_10.bin" + ending), batch(30, 4));
        const std::string names = "air plane\nb\r\nc\nd\ne\nf\ng\nh\ni\nj\n\n";
        write_raw(folder.path / "batches.meta.txt", {names.begin(), names.end()});
        const data::dataset set = data::load(folder.path, network);
        require_images(set.validation, 0, 3);
        require_images(set.train, 3, 27);
        require_images(set.test, 30, 4);
        CHECK(set.class_names ==
              std::vector<std::string>{"air plane", "b", "c", "d", "e", "f", "g", "h", "i", "j"});
        CHECK(set.description ==
              "CIFAR-10 of " + dir + " (data_batch 1, 2 to train on, data_batch_10 to test on)");
    }
    SECTION("without validation, and as flat values") {
        write_file(folder.path / "test_batch.bin", batch(100, 5));
        data::needs flat{shape::values(3072), 10};
        flat.validation = 0;
        const data::dataset set = data::load(folder.path, flat);
        CHECK(set.validation.count() == 0);
        CHECK(set.train.count() == 30);
        CHECK(set.train.size == data::image_size{1, 1, 3072});
    }
}

TEST_CASE("what is no data set of CIFAR-10 is told", "[cifar]") {
    const bytes good = batch(0, 12);
    const std::map<std::string, bytes> whole{{"data_batch_1.bin", good}, {"test_batch.bin", good}};
    CHECK(complaint(whole) == "no error");
    CHECK(
        complaint(whole, {shape::image(28, 28, 1), 10}) ==
        "DIR: expected a network whose input is 32x32x3, as CIFAR-10's images are, found 28x28x1");
    CHECK(complaint(whole, {network.input, 9}) ==
          "DIR/data_batch_1.bin: expected labels below 9, found 9 as label number 9 (counted from "
          "0)");
    CHECK(complaint({{"data_batch_1.bin", good}}) ==
          "DIR: expected a batch to train on, data_batch_1.bin (or with .gz or .xz), beside one to "
          "test on, found none");
    const std::string records =
        "expected records of 3073 bytes, a label and 32 x 32 pixels of three "
        "colours, found ";
    CHECK(complaint({{"data_batch_1.bin", bytes(3072)}, {"test_batch.bin", good}}) ==
          "DIR/data_batch_1.bin: " + records + "3072 bytes");
    CHECK(complaint({{"data_batch_1.bin", good}, {"test_batch.bin.gz", {}}}) ==
          "DIR/test_batch.bin.gz: " + records + "0 bytes");
    CHECK(complaint({{"data_batch_1.bin", batch(0, 1)}, {"test_batch.bin", good}}) ==
          "DIR: expected more than 1 images, of which the first 1 are the validation set, found 1");
    CHECK(complaint({{"data_batch_1.bin", good},
                     {"test_batch.bin", good},
                     {"batches.meta.txt", {'a', '\n', 'b'}}}) ==
          "DIR/batches.meta.txt: expected the names of 10 classes, a line each, found 2");
}

TEST_CASE("damaged xz files are told", "[cifar]") {
    const bytes good = xz_of(batch(0, 12));
    const auto complaint_about = [&](const bytes& packed) {
        const scratch_folder folder;
        const fs::path path = folder.path / "data_batch_1.bin.xz";
        write_raw(path, packed);
        write_file(folder.path / "test_batch.bin", batch(0, 2));
        return message_of([&] { data::load_cifar(folder.path, network); })
            .substr(path.string().size());
    };
    CHECK(complaint_about(batch(0, 12)) == ": expected xz data, found none");
    CHECK(complaint_about({}) == ": expected a whole xz file, found one that is cut off");
    CHECK(complaint_about({good.begin(), good.end() - 30}) ==
          ": expected a whole xz file, found one that is cut off");
    bytes changed = good;
    changed[good.size() / 2] ^= 1;
    CHECK(complaint_about(changed) == ": expected intact xz data, found corrupt data");
}

TEST_CASE("CIFAR-10 itself is read", "[cifar]") {
    const char* folder = std::getenv("TYPENET_CIFAR10");
    if (folder == nullptr) {
        WARN("skipped: TYPENET_CIFAR10 is not set");
        return;
    }
    data::needs all = network;
    all.validation = 0;
    const data::dataset set = data::load(folder, all);
    REQUIRE(set.train.count() == 50000);
    std::array<std::size_t, 10> of_class{};
    for (const std::uint8_t label : set.train.labels) ++of_class.at(label);
    CHECK(std::ranges::all_of(of_class, [](std::size_t count) { return count == 5000; }));
    // The published means.
    constexpr std::array means{0.4914, 0.4822, 0.4465};
    for (std::size_t colour = 0; colour < 3; ++colour) {
        double sum = 0;
        for (std::size_t at = colour; at < set.train.pixels.size(); at += 3)
            sum += set.train.pixels[at];
        CHECK(std::abs(sum / 255 / (50000 * 1024) - means.at(colour)) < 5e-5);
    }
}
