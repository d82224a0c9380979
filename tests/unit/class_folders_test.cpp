// SPDX-License-Identifier: BSL-1.0
#include "data/class_folders.hpp"

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "catch.hpp"
#include "data/load.hpp"
#include "data_files.hpp"
#include "message.hpp"
#include "scratch_folder.hpp"

namespace {

using typenet::data::part;
using typenet::data::part_of;

/// The parts of NAME/0.png, NAME/1.png, …: - to train on, v for validation, t for the test.
std::string parts_of(const std::string& class_name, int count) {
    std::string parts;
    for (int i = 0; i < count; ++i) {
        const part found = part_of(class_name, std::to_string(i) + ".png");
        parts += found == part::train ? '-' : found == part::validation ? 'v' : 't';
    }
    return parts;
}

// Worked out by a program of another language. Whoever trained yesterday must not find a picture
// among those to test on tomorrow.
TEST_CASE("a picture's part follows from its class and name for good", "[class_folders]") {
    CHECK(parts_of("circle", 40) == "v---v-v----v-----tv--t---------tv-v-v---");
    CHECK(parts_of("square", 40) == "---------v-----tv-------t------v----t-tv");
}

TEST_CASE("about one picture in ten is for validation and one for the test", "[class_folders]") {
    constexpr int count = 10000;
    std::array<int, 3> found{};
    for (const char c : parts_of("a", count)) ++found.at(c == '-' ? 0U : c == 'v' ? 1U : 2U);
    for (const std::size_t i : {1U, 2U}) {
        CHECK(found.at(i) > 0.09 * count);  // more than three standard deviations
        CHECK(found.at(i) < 0.11 * count);
    }
}

namespace fs = std::filesystem;
using typenet::tests::message_of;
using typenet::tests::scratch_folder;

const typenet::data::needs network{typenet::shape::image(4, 4, 3), 3};

/// `count` pictures of one tone each, JPEGs but for their ending's letters, in a new folder.
void write_pictures(const fs::path& folder, int count, int tone, const char* ending = ".jpg") {
    fs::create_directories(folder);
    for (int i = 0; i < count; ++i)
        typenet::tests::write_raw(
            folder / (std::to_string(i) + ending),
            typenet::tests::jpeg_of(5 + i % 3, 6, 1, [&](int, int, int) { return tone + i; }));
}

std::string complaint(const fs::path& folder) {
    std::string text = message_of([&] { typenet::data::load(folder, network); });
    for (std::size_t at = 0; (at = text.find(folder.string())) != std::string::npos;)
        text.replace(at, folder.string().size(), "DIR");
    return text;
}

TEST_CASE("folders named after parts hold the parts", "[class_folders]") {
    const scratch_folder folder;
    const std::string training = GENERATE("train", "training");
    const std::string validation = GENERATE("val", "validation");
    const std::string test = training == "train" ? "test" : "testing";
    write_pictures(folder.path / training / "a", 20, 10);
    write_pictures(folder.path / training / "b", 20, 110, ".JPEG");
    write_pictures(folder.path / test / "b", 3, 140);
    SECTION("all of them") {
        write_pictures(folder.path / validation / "a", 4, 60);
        const typenet::data::dataset set = typenet::data::load(folder.path, network);
        CHECK(set.class_names == std::vector<std::string>{"a", "b"});
        CHECK(set.train.count() == 40);
        REQUIRE(set.validation.count() == 4);
        REQUIRE(set.test.count() == 3);
        CHECK(set.validation.labels == std::vector<std::uint8_t>(4, 0));
        CHECK(set.test.labels == std::vector<std::uint8_t>(3, 1));
        for (const std::uint8_t tone : set.test.pixels) CHECK((tone >= 138 && tone <= 144));
        CHECK(set.description ==
              "pictures of " + folder.path.string() +
                  " (2 classes; 40 to train on, 4 for validation, 3 to test on)");
        CHECK(typenet::data::source_files(folder.path).size() == 47);
    }
    SECTION("a part without a folder is taken from the training pictures") {
        const typenet::data::dataset set = typenet::data::load(folder.path, network);
        std::size_t chosen = 0;
        for (int i = 0; i < 20; ++i) {
            if (part_of("a", std::to_string(i) + ".jpg") == part::validation) ++chosen;
            if (part_of("b", std::to_string(i) + ".JPEG") == part::validation) ++chosen;
        }
        CHECK(chosen > 0);
        CHECK(set.validation.count() == chosen);
        CHECK(set.train.count() == 40 - chosen);
        CHECK(set.test.count() == 3);
    }
    SECTION("and none is, for validation, where none is wanted") {
        typenet::data::needs none = network;
        none.validation = 0;
        const typenet::data::dataset set = typenet::data::load(folder.path, none);
        CHECK(set.validation.count() == 0);
        CHECK(set.train.count() == 40);
    }
    SECTION("no class of another part alone") {
        write_pictures(folder.path / test / "c", 1, 3);
        CHECK(complaint(folder.path) == "DIR/" + test +
                                            "/c: expected a class that is to be trained on, found "
                                            "none of that name in DIR/" +
                                            training);
    }
    SECTION("no part twice") {
        fs::create_directories(folder.path / (training == "train" ? "testing" : "test"));
        CHECK(complaint(folder.path) == "DIR: expected one folder for each part, found " +
                                            (training == "train"
                                                 ? std::string("test, testing, train")
                                                 : std::string("test, testing, training")));
    }
    SECTION("classes that are named after nothing known") {
        fs::create_directories(folder.path / "annotations");
        CHECK(complaint(folder.path).starts_with("DIR/annotations: expected pictures of a class"));
    }
}

}  // namespace
