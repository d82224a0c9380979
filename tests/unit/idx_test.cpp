// SPDX-License-Identifier: BSL-1.0
#include "data/idx.hpp"

#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "catch.hpp"
#include "message.hpp"
#include "support/error.hpp"

namespace {

using typenet::tests::message_of;
namespace fs = std::filesystem;
using typenet::data::dataset;
using typenet::data::image_size;
using bytes = std::vector<std::uint8_t>;

/// A new folder that goes with its object.
struct fresh_folder {
    fs::path path =
        fs::temp_directory_path() / ("typenet-idx-" + std::to_string(std::random_device{}()));

    fresh_folder() { fs::create_directory(path); }
    ~fresh_folder() { fs::remove_all(path); }
    fresh_folder(const fresh_folder&) = delete;
    fresh_folder& operator=(const fresh_folder&) = delete;
};

void append_word(bytes& to, std::uint32_t word) {
    for (const int place : {24, 16, 8, 0}) to.push_back(static_cast<std::uint8_t>(word >> place));
}

bytes idx(std::uint32_t magic, const std::vector<std::uint32_t>& dimensions) {
    bytes file;
    append_word(file, magic);
    for (const std::uint32_t dimension : dimensions) append_word(file, dimension);
    return file;
}

constexpr std::uint32_t train_count = 5003;
constexpr std::uint32_t test_count = 7;
constexpr image_size small{3, 2, 1};

std::uint8_t pixel_value(std::size_t i) { return static_cast<std::uint8_t>(i * 37 % 251); }
std::uint8_t label_value(std::size_t i) { return static_cast<std::uint8_t>(i * 7 % 10); }

bytes image_file(std::uint32_t count, image_size size = small) {
    const auto height = static_cast<std::uint32_t>(size.height);
    const auto width = static_cast<std::uint32_t>(size.width);
    const auto channels = static_cast<std::uint32_t>(size.channels);
    bytes file = channels == 1 ? idx(0x803, {count, height, width})
                               : idx(0x804, {count, height, width, channels});
    for (std::size_t i = 0; i < count * size.pixels(); ++i) file.push_back(pixel_value(i));
    return file;
}

bytes label_file(std::uint32_t count) {
    bytes file = idx(0x801, {count});
    for (std::size_t i = 0; i < count; ++i) file.push_back(label_value(i));
    return file;
}

/// File names and what they hold; names that end in .gz are compressed when written.
using file_set = std::map<std::string, bytes>;

file_set valid_set(const std::string& ending = "", image_size size = small) {
    return {{"train-images-idx3-ubyte" + ending, image_file(train_count, size)},
            {"train-labels-idx1-ubyte" + ending, label_file(train_count)},
            {"t10k-images-idx3-ubyte" + ending, image_file(test_count, size)},
            {"t10k-labels-idx1-ubyte" + ending, label_file(test_count)}};
}

void write_raw(const fs::path& path, const bytes& content) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(content.data()),
               static_cast<std::streamsize>(content.size()));
}

bytes read_raw(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write(const fs::path& folder, const file_set& files) {
    for (const auto& [name, content] : files) {
        if (name.ends_with(".gz")) {
            gzFile file = gzopen((folder / name).c_str(), "wb");
            gzwrite(file, content.data(), static_cast<unsigned>(content.size()));
            gzclose(file);
        } else {
            write_raw(folder / name, content);
        }
    }
}

void require_whole(const dataset& set, image_size size) {
    REQUIRE(set.validation.count() == 5000);
    REQUIRE(set.train.count() == train_count - 5000);
    REQUIRE(set.test.count() == test_count);
    REQUIRE(set.validation.size == size);
    REQUIRE(set.train.size == size);
    REQUIRE(set.test.size == size);
    const auto require_part = [&](const typenet::data::labelled_images& part, std::size_t first) {
        REQUIRE(part.pixels.size() == part.count() * size.pixels());
        bool same = true;
        for (std::size_t i = 0; i < part.pixels.size(); ++i) {
            same = same && part.pixels[i] == pixel_value(first * size.pixels() + i);
        }
        for (std::size_t i = 0; i < part.count(); ++i) {
            same = same && part.labels[i] == label_value(first + i);
        }
        REQUIRE(same);
    };
    require_part(set.validation, 0);
    require_part(set.train, 5000);
    require_part(set.test, 0);
}

/// What a classifier of images needs.
typenet::data::needs of(image_size size, int classes = 10) {
    return {typenet::shape::image(size.height, size.width, size.channels), classes};
}

/// The sentence load_idx throws, with the folder's own name replaced by DIR.
std::string complaint(const fs::path& folder, image_size size = small, int classes = 10) {
    std::string text = message_of([&] { typenet::data::load_idx(folder, of(size, classes)); });
    if (text.starts_with(folder.string())) text.replace(0, folder.string().size(), "DIR");
    return text;
}

std::string complaint(const file_set& files, image_size size = small, int classes = 10) {
    const fresh_folder folder;
    write(folder.path, files);
    return complaint(folder.path, size, classes);
}

/// The complaint about a valid set of which one file was changed.
std::string complaint_after(const std::string& name, const std::function<void(bytes&)>& change) {
    file_set files = valid_set(name.ends_with(".gz") ? ".gz" : "");
    change(files.at(name));
    return complaint(files);
}

/// Writes a valid gzipped set, then changes the compressed bytes of the training images.
std::string complaint_after_gzip(const std::function<void(bytes&)>& change) {
    const fresh_folder folder;
    write(folder.path, valid_set(".gz"));
    const fs::path path = folder.path / "train-images-idx3-ubyte.gz";
    bytes compressed = read_raw(path);
    change(compressed);
    write_raw(path, compressed);
    return complaint(folder.path);
}

}  // namespace

TEST_CASE("folders that are named as files do not hide the files, and may hold them", "[idx]") {
    // As a popular archive of MNIST has it: files with a dot beside folders with a hyphen.
    const fresh_folder both;
    for (const auto& [name, content] : valid_set()) {
        fs::create_directory(both.path / name);
        write_raw(both.path / name / name, {1, 2, 3});
        std::string dotted = name;
        dotted[dotted.find("-idx")] = '.';
        write_raw(both.path / dotted, content);
    }
    require_whole(typenet::data::load_idx(both.path, of(small)), small);
    CHECK(typenet::data::idx_files(both.path).size() == 8);

    const fresh_folder folders;
    for (const auto& [name, content] : valid_set()) {
        fs::create_directory(folders.path / name);
        write_raw(folders.path / name / name, content);
    }
    require_whole(typenet::data::load_idx(folders.path, of(small)), small);
    const std::vector<fs::path> files = typenet::data::idx_files(folders.path);
    REQUIRE(files.size() == 4);
    CHECK(fs::is_regular_file(files[0]));

    fs::remove_all(folders.path / "train-images-idx3-ubyte");
    fs::create_directory(folders.path / "train-images-idx3-ubyte");
    CHECK(complaint(folders.path) ==
          "DIR/train-images-idx3-ubyte: expected a file, found something else of that name");
}

TEST_CASE("hidden files that are named as IDX files are none", "[idx]") {
    const fresh_folder folder;
    write_raw(folder.path / "._train-images-idx3-ubyte", {0, 5, 22, 7});
    CHECK(typenet::data::idx_files(folder.path).empty());
}

TEST_CASE("IDX files are read back, plain and gzipped", "[idx]") {
    const std::string ending = GENERATE("", ".gz");
    const fresh_folder folder;
    write(folder.path, valid_set(ending));
    const dataset set = typenet::data::load_idx(folder.path, of(small));
    require_whole(set, small);
    CHECK(set.description == "IDX files of " + folder.path.string());
}

TEST_CASE("IDX files may have a dot in their names and be partly gzipped", "[idx]") {
    const fresh_folder folder;
    write(folder.path, {{"train-images.idx3-ubyte", image_file(train_count)},
                        {"train-labels.idx1-ubyte.gz", label_file(train_count)},
                        {"t10k-images.idx3-ubyte.gz", image_file(test_count)},
                        {"t10k-labels-idx1-ubyte", label_file(test_count)}});
    require_whole(typenet::data::load_idx(folder.path, of(small)), small);
}

TEST_CASE("a plain IDX file is preferred to a gzipped one", "[idx]") {
    const fresh_folder folder;
    write(folder.path, valid_set());
    write(folder.path, {{"train-images-idx3-ubyte.gz", image_file(1)}});
    require_whole(typenet::data::load_idx(folder.path, of(small)), small);
}

TEST_CASE("IDX images of three channels have rank 4", "[idx]") {
    const std::string ending = GENERATE("", ".gz");
    const image_size coloured{2, 3, 3};
    file_set files = valid_set(ending, coloured);
    SECTION("under the usual names") {}
    SECTION("named idx4") {
        auto images = files.extract("train-images-idx3-ubyte" + ending);
        images.key() = "train-images-idx4-ubyte" + ending;
        files.insert(std::move(images));
    }
    const fresh_folder folder;
    write(folder.path, files);
    require_whole(typenet::data::load_idx(folder.path, of(coloured)), coloured);
}

TEST_CASE("missing IDX files are named", "[idx]") {
    const fresh_folder folder;
    CHECK(complaint(folder.path / "absent") ==
          "DIR: expected a folder with a data set, found nothing of that name");
    write_raw(folder.path / "file", {1});
    CHECK(complaint(folder.path / "file") ==
          "DIR: expected a folder with a data set, found a file");
    CHECK(complaint(folder.path) ==
          "DIR: expected a file train-images-idx3-ubyte or train-images.idx3-ubyte (or one of "
          "these with .gz or .xz), found none");
    CHECK(complaint(folder.path, {3, 2, 3}) ==
          "DIR: expected a file train-images-idx3-ubyte or train-images.idx3-ubyte or "
          "train-images-idx4-ubyte or train-images.idx4-ubyte (or one of these with .gz or .xz), "
          "found none");
    file_set files = valid_set();
    files.erase("t10k-labels-idx1-ubyte");
    CHECK(complaint(files) ==
          "DIR: expected a file t10k-labels-idx1-ubyte or t10k-labels.idx1-ubyte (or one of these "
          "with .gz or .xz), found none");
    fs::create_directory(folder.path / "train-images-idx3-ubyte");
    CHECK(complaint(folder.path) ==
          "DIR/train-images-idx3-ubyte: expected a file, found something else of that name");
}

TEST_CASE("wrong IDX headers are told", "[idx]") {
    const std::string images = "train-images-idx3-ubyte";
    const std::string labels = "train-labels-idx1-ubyte";
    const auto with_byte = [](std::size_t at, std::uint8_t value) {
        return [=](bytes& file) { file[at] = value; };
    };
    CHECK(complaint_after(images, with_byte(2, 0x0D)) ==
          "DIR/train-images-idx3-ubyte: expected the IDX magic number 0x00000803, found "
          "0x00000d03");
    CHECK(complaint_after(images, with_byte(0, 0x50)) ==
          "DIR/train-images-idx3-ubyte: expected the IDX magic number 0x00000803, found "
          "0x50000803");
    CHECK(complaint_after(images, with_byte(3, 1)) ==
          "DIR/train-images-idx3-ubyte: expected an array of rank 3, found rank 1");
    CHECK(complaint_after(labels, [](bytes& file) { file = image_file(train_count); }) ==
          "DIR/train-labels-idx1-ubyte: expected an array of rank 1, found rank 3");
    CHECK(complaint_after(images, with_byte(11, 4)) ==
          "DIR/train-images-idx3-ubyte: expected images of 3 x 2, found 4 x 2");
    CHECK(complaint_after(images, with_byte(12, 1)) ==
          "DIR/train-images-idx3-ubyte: expected images of 3 x 2, found 3 x 16777218");
    CHECK(complaint(valid_set("", {3, 2, 3}), {3, 2, 4}) ==
          "DIR/train-images-idx3-ubyte: expected images of 3 x 2 x 4, found 3 x 2 x 3");
    CHECK(complaint(valid_set("", {3, 2, 3})) ==
          "DIR/train-images-idx3-ubyte: expected an array of rank 3, found rank 4");
    CHECK(
        complaint_after(images, [](bytes& file) { file.clear(); }) ==
        "DIR/train-images-idx3-ubyte: expected an IDX header, found the file's end after 0 bytes");
    CHECK(complaint_after(images, [](bytes& file) { file.resize(15); }) ==
          "DIR/train-images-idx3-ubyte: expected an IDX header, found the file's end after 15 "
          "bytes");
}

TEST_CASE("IDX counts are not believed", "[idx]") {
    const auto with_count = [](std::uint32_t count) {
        return [=](bytes& file) {
            for (const int i : {0, 1, 2, 3}) {
                file[static_cast<std::size_t>(4 + i)] =
                    static_cast<std::uint8_t>(count >> (24 - 8 * i));
            }
        };
    };
    CHECK(complaint_after("train-images-idx3-ubyte", with_count(0xFFFFFFFF)) ==
          "DIR/train-images-idx3-ubyte: expected 1 to 1000000 items, found 4294967295");
    CHECK(complaint_after("train-images-idx3-ubyte.gz", with_count(1'000'001)) ==
          "DIR/train-images-idx3-ubyte.gz: expected 1 to 1000000 items, found 1000001");
    CHECK(complaint_after("t10k-images-idx3-ubyte", with_count(0)) ==
          "DIR/t10k-images-idx3-ubyte: expected 1 to 1000000 items, found 0");
    CHECK(complaint_after("t10k-images-idx3-ubyte", with_count(8)) ==
          "DIR/t10k-labels-idx1-ubyte: expected 8 labels, one for each image, found 7");
    CHECK(complaint_after("train-labels-idx1-ubyte", with_count(5002)) ==
          "DIR/train-labels-idx1-ubyte: expected 5003 labels, one for each image, found 5002");
    // With both counts lying the bytes that are missing tell it.
    for (const std::string ending : {"", ".gz"}) {
        file_set files = valid_set(ending);
        with_count(1'000'000)(files.at("train-images-idx3-ubyte" + ending));
        with_count(1'000'000)(files.at("train-labels-idx1-ubyte" + ending));
        CHECK(complaint(files) ==
              "DIR/train-images-idx3-ubyte" + ending + ": expected 6000016 bytes" +
                  (ending.empty() ? "" : " when decompressed") + ", found 30034");
    }
    // 256 images of 16 MiB are 4 GiB.
    file_set files = valid_set();
    files.at("train-images-idx3-ubyte") = idx(0x803, {6000, 4096, 4096});
    CHECK(complaint(files, {4096, 4096, 1}) ==
          "DIR/train-images-idx3-ubyte: expected 1 to 256 items, found 6000");
}

TEST_CASE("IDX files too short or too long are told", "[idx]") {
    const auto shorter = [](bytes& file) { file.pop_back(); };
    const auto longer = [](bytes& file) { file.push_back(0); };
    CHECK(complaint_after("train-images-idx3-ubyte", shorter) ==
          "DIR/train-images-idx3-ubyte: expected 30034 bytes, found 30033");
    CHECK(complaint_after("train-images-idx3-ubyte", longer) ==
          "DIR/train-images-idx3-ubyte: expected 30034 bytes, found 30035");
    CHECK(complaint_after("t10k-labels-idx1-ubyte", shorter) ==
          "DIR/t10k-labels-idx1-ubyte: expected 15 bytes, found 14");
    CHECK(complaint_after("t10k-labels-idx1-ubyte", longer) ==
          "DIR/t10k-labels-idx1-ubyte: expected 15 bytes, found 16");
    CHECK(complaint_after("train-images-idx3-ubyte.gz", shorter) ==
          "DIR/train-images-idx3-ubyte.gz: expected 30034 bytes when decompressed, found 30033");
    CHECK(complaint_after("train-images-idx3-ubyte.gz", longer) ==
          "DIR/train-images-idx3-ubyte.gz: expected 30034 bytes when decompressed, found more");
}

TEST_CASE("damaged gzip files are told", "[idx]") {
    CHECK(complaint_after_gzip([](bytes& file) { file.resize(file.size() / 2); }) ==
          "DIR/train-images-idx3-ubyte.gz: expected a whole gzip file, found one that is cut off");
    CHECK(complaint_after_gzip([](bytes& file) { file.erase(file.end() - 8, file.end()); }) ==
          "DIR/train-images-idx3-ubyte.gz: expected a whole gzip file, found one that is cut off");
    // The last eight bytes are the CRC and the length.
    CHECK(complaint_after_gzip([](bytes& file) { file[file.size() - 8] ^= 1; }) ==
          "DIR/train-images-idx3-ubyte.gz: expected intact gzip data, found corrupt data");
    // The first block's header comes after the ten bytes of gzip's own; 6 asks for a kind of block
    // that does not exist.
    CHECK(complaint_after_gzip([](bytes& file) { file[10] |= 6; }) ==
          "DIR/train-images-idx3-ubyte.gz: expected intact gzip data, found corrupt data");
    CHECK(complaint_after_gzip([](bytes& file) { file = image_file(train_count); }) ==
          "DIR/train-images-idx3-ubyte.gz: expected gzip data, found none");
    CHECK(complaint_after_gzip([](bytes& file) { file.clear(); }) ==
          "DIR/train-images-idx3-ubyte.gz: expected gzip data, found none");

    const fresh_folder folder;
    write(folder.path, valid_set(".gz"));
    fs::rename(folder.path / "t10k-labels-idx1-ubyte.gz", folder.path / "t10k-labels-idx1-ubyte");
    CHECK(complaint(folder.path) ==
          "DIR/t10k-labels-idx1-ubyte: expected uncompressed IDX data, found gzip data (add .gz to "
          "its name)");
}

TEST_CASE("IDX labels must be classes of the network", "[idx]") {
    CHECK(complaint_after("train-labels-idx1-ubyte", [](bytes& file) { file[8 + 5002] = 10; }) ==
          "DIR/train-labels-idx1-ubyte: expected labels below 10, found 10 as label number 5002 "
          "(counted from 0)");
    CHECK(complaint_after("t10k-labels-idx1-ubyte.gz", [](bytes& file) { file[8] = 255; }) ==
          "DIR/t10k-labels-idx1-ubyte.gz: expected labels below 10, found 255 as label number 0 "
          "(counted from 0)");
    CHECK(complaint(valid_set(), small, 9) ==
          "DIR/train-labels-idx1-ubyte: expected labels below 9, found 9 as label number 7 "
          "(counted from 0)");
}

TEST_CASE("training images must remain beside the validation set", "[idx]") {
    file_set files = valid_set();
    files.at("train-images-idx3-ubyte") = image_file(5000);
    files.at("train-labels-idx1-ubyte") = label_file(5000);
    CHECK(complaint(files) ==
          "DIR/train-images-idx3-ubyte: expected more than 5000 images, of which the first 5000 "
          "are the validation set, found 5000");
    files.at("train-images-idx3-ubyte") = image_file(5001);
    files.at("train-labels-idx1-ubyte") = label_file(5001);
    CHECK(complaint(files) == "no error");
    const fresh_folder folder;
    write(folder.path, files);
    typenet::data::needs none = of(small);
    none.validation = 0;
    const dataset set = typenet::data::load_idx(folder.path, none);
    CHECK(set.validation.count() == 0);
    CHECK(set.train.count() == 5001);
}

TEST_CASE("MNIST itself is read", "[idx]") {
    const char* folder = std::getenv("TYPENET_DATA");
    if (folder == nullptr) {
        WARN("skipped: TYPENET_DATA is not set");
        return;
    }
    const dataset set = typenet::data::load_idx(folder, of({28, 28, 1}));
    CHECK(set.train.count() == 55000);
    CHECK(set.validation.count() == 5000);
    CHECK(set.test.count() == 10000);
    const auto first_labels = [](const typenet::data::labelled_images& part) {
        return bytes(part.labels.begin(), part.labels.begin() + 5);
    };
    CHECK(first_labels(set.validation) == bytes{5, 0, 4, 1, 9});
    CHECK(first_labels(set.train) == bytes{7, 3, 4, 6, 1});
    CHECK(first_labels(set.test) == bytes{7, 2, 1, 0, 4});
}

TEST_CASE("IDX files of other numbers become floats as they are", "[idx]") {
    const auto body = [](std::size_t bytes_each, const auto& write) {
        bytes all;
        for (std::size_t i = 0; i < test_count * small.pixels(); ++i) {
            const bytes one = write(i);
            REQUIRE(one.size() == bytes_each);
            all.insert(all.end(), one.begin(), one.end());
        }
        return all;
    };
    const auto read = [&](const std::string& type, std::uint32_t magic, const bytes& content) {
        file_set files = valid_set();
        files.erase("t10k-images-idx3-ubyte");
        bytes file = idx(magic, {test_count, 3, 2});
        file.insert(file.end(), content.begin(), content.end());
        files["t10k-images-idx3-" + type] = file;
        const fresh_folder folder;
        write(folder.path, files);
        CHECK(typenet::data::idx_files(folder.path).size() == 4);
        return typenet::data::load_idx(folder.path, of(small)).test;
    };
    const auto as_byte = [](std::size_t i) { return static_cast<std::uint8_t>(i); };
    // Minus i, minus 256 i, and i + 0.5: 41.5 is 0x42260000.
    const auto bytes_part =
        read("byte", 0x903,
             body(1, [&](std::size_t i) { return bytes{static_cast<std::uint8_t>(256 - i)}; }));
    CHECK(bytes_part.pixels.empty());
    CHECK(bytes_part.values[41] == -41);
    CHECK(read("short", 0xB03, body(2, [&](std::size_t i) { return bytes{as_byte(256 - i), 0}; }))
              .values[41] == -256 * 41);
    const auto floats_part =
        read("float", 0xD03,
             body(4, [&](std::size_t i) { return bytes{0x42, as_byte(0x26 + i % 2), 0, 0}; }));
    CHECK(floats_part.values[0] == 41.5F);
    CHECK(floats_part.values[41] == 41.75F);
    CHECK(floats_part.count() == test_count);
    CHECK(complaint([&] {
              file_set files = valid_set();
              files.erase("t10k-images-idx3-ubyte");
              files["t10k-images-idx3-float"] = idx(0xD03, {test_count, 3, 2});
              return files;
          }()) == "DIR/t10k-images-idx3-float: expected 184 bytes, found 16");
}

TEST_CASE("IDX images of one channel may say so, and flat ones have any shape", "[idx]") {
    file_set files = valid_set();
    bytes& test = files["t10k-images-idx3-ubyte"];
    const bytes body(test.begin() + 16, test.end());
    test = idx(0x804, {test_count, 3, 2, 1});
    test.insert(test.end(), body.begin(), body.end());
    const fresh_folder folder;
    write(folder.path, files);
    require_whole(typenet::data::load_idx(folder.path, of(small)), small);
    const typenet::data::needs flat{typenet::shape::values(6), 10};
    require_whole(typenet::data::load_idx(folder.path, flat), {1, 1, 6});
    CHECK(message_of([&] {
              typenet::data::load_idx(folder.path, {typenet::shape::values(7), 10});
          }).ends_with("expected items of 7 values, found 3 x 2"));
}

TEST_CASE("IDX targets are taken by a network that is no classifier", "[idx]") {
    file_set files = valid_set();
    files.erase("train-labels-idx1-ubyte");
    files.erase("t10k-labels-idx1-ubyte");
    for (const auto& [part, count] : {std::pair{"train", train_count}, {"t10k", test_count}}) {
        bytes targets = idx(0xB02, {count, 2});
        targets.resize(targets.size() + std::size_t{4} * count, 1);
        files[part + std::string("-targets-idx2-short")] = targets;
    }
    const fresh_folder folder;
    write(folder.path, files);
    const auto of_outputs = [](int outputs) {
        return typenet::data::needs{typenet::shape::image(3, 2, 1), 0, outputs};
    };
    const dataset set = typenet::data::load_idx(folder.path, of_outputs(2));
    CHECK(set.test.targets == std::vector<float>(2 * test_count, 257));
    CHECK(set.validation.targets.size() == 10000);
    CHECK(set.train.labels.empty());
    CHECK(message_of([&] {
              typenet::data::load_idx(folder.path, of_outputs(3));
          }).ends_with("train-targets-idx2-short: expected targets of 3 values, found 2"));
}

TEST_CASE("EMNIST's images are turned upright and its letters count from 1", "[idx]") {
    const auto set_of = [](const std::string& split, std::uint8_t first) {
        file_set files;
        for (const auto& [part, count] : {std::pair{"train", train_count}, {"test", test_count}}) {
            const std::string start = "emnist-" + split + "-" + part;
            // Files have [x][y] of images that are three high and two wide.
            bytes images = image_file(count);
            images[11] = 2;
            images[15] = 3;
            files[start + "-images-idx3-ubyte.gz"] = images;
            bytes labels = label_file(count);
            for (std::size_t i = 8; i < labels.size(); ++i)
                labels[i] = static_cast<std::uint8_t>(labels[i] + first);
            files[start + "-labels-idx1-ubyte.gz"] = labels;
        }
        return files;
    };
    const fresh_folder letters;
    write(letters.path, set_of("letters", 1));
    std::string mapping;
    for (int n = 1; n <= 10; ++n)
        mapping += std::to_string(n) + " " + std::to_string('A' + n - 1) + " 97\n";
    write_raw(letters.path / "emnist-letters-mapping.txt", {mapping.begin(), mapping.end()});
    const dataset set = typenet::data::load_idx(letters.path, of(small));
    CHECK(set.description ==
          "EMNIST letters of " + letters.path.string() + " (images turned upright, labels from 1)");
    CHECK(set.class_names ==
          std::vector<std::string>{"A", "B", "C", "D", "E", "F", "G", "H", "I", "J"});
    REQUIRE(set.test.count() == test_count);
    for (std::size_t i = 0; i < test_count; ++i) {
        CHECK(set.test.labels[i] == label_value(i));
        for (std::size_t y = 0; y < 3; ++y)
            for (std::size_t x = 0; x < 2; ++x)
                CHECK(set.test.image(i)[y * 2 + x] == pixel_value(i * 6 + x * 3 + y));
    }

    const fresh_folder digits;
    write(digits.path, set_of("digits", 0));
    const dataset other = typenet::data::load_idx(digits.path, of(small));
    CHECK(other.description ==
          "EMNIST digits of " + digits.path.string() + " (images turned upright)");
    CHECK(other.test.labels == set.test.labels);
    CHECK(other.test.pixels == set.test.pixels);

    CHECK(complaint(set_of("letters", 0)) ==
          "DIR/emnist-letters-train-labels-idx1-ubyte.gz: expected labels from 1 to 10, found 0 as "
          "label number 0 (counted from 0)");
    write(digits.path, set_of("letters", 1));
    CHECK(complaint(digits.path) ==
          "DIR: expected the files of one of EMNIST's splits, found digits, letters");
    write_raw(letters.path / "emnist-letters-mapping.txt", {'0', ' ', '6', '5', '\n'});
    CHECK(complaint(letters.path) ==
          "DIR/emnist-letters-mapping.txt: expected label 1 and the code of its character in line "
          "1, found '0 65'");
}
