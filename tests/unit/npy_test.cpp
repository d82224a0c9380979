// SPDX-License-Identifier: BSL-1.0
#include "data/npy.hpp"

#include <fmt/core.h>

#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "catch.hpp"
#include "data/digest.hpp"
#include "data/load.hpp"
#include "data_files.hpp"
#include "message.hpp"
#include "scratch_folder.hpp"

namespace {

using namespace typenet;
using namespace typenet::tests;
namespace fs = std::filesystem;
using floats = std::vector<float>;
using file_set = std::map<std::string, bytes>;

/// Rows of three values, n, n + 0.5 and -n.
floats rows(int count) {
    floats values;
    for (int n = 0; n < count; ++n) {
        const auto x = static_cast<float>(n);
        values.insert(values.end(), {x, x + 0.5F, -x});
    }
    return values;
}

bytes row_file(int count) {
    return npy("<f4", fmt::format("({}, 3)", count), bytes_of(rows(count)));
}

bytes label_file(int count) {
    bytes labels;
    for (int n = 0; n < count; ++n) labels.push_back(static_cast<std::uint8_t>(n % 4));
    return npy("|u1", fmt::format("({},)", count), labels);
}

const data::needs classifier{shape::values(3), 4};
const data::needs autoencoder{shape::values(3), 0, 3};
const data::needs regression{shape::values(3), 0, 2};

file_set labelled() {
    return {{"train.npy", row_file(20)},
            {"train_labels.npy", label_file(20)},
            {"test.npy", row_file(6)},
            {"test_labels.npy", label_file(6)}};
}

data::dataset load(const file_set& files, const data::needs& network) {
    const scratch_folder folder;
    for (const auto& [name, content] : files) write_file(folder.path / name, content);
    return data::load(folder.path, network);
}

std::string complaint(const file_set& files, const data::needs& network = classifier) {
    const scratch_folder folder;
    for (const auto& [name, content] : files) write_file(folder.path / name, content);
    std::string text = message_of([&] { data::load(folder.path, network); });
    const std::string dir = folder.path.string();
    for (std::size_t at = text.find(dir); at != std::string::npos; at = text.find(dir))
        text.replace(at, dir.size(), "DIR");
    return text;
}

/// The complaint about a good set with one other file.
std::string complaint_with(const std::string& name, const bytes& content,
                           const data::needs& network = classifier) {
    file_set files = labelled();
    files[name] = content;
    return complaint(files, network);
}

}  // namespace

TEST_CASE("NumPy arrays are read for a classifier", "[npy]") {
    const std::string ending = GENERATE("", ".gz", ".xz");
    file_set files;
    for (const auto& [name, content] : labelled()) files[name + ending] = content;
    const data::dataset set = load(files, classifier);
    CHECK(set.validation.count() == 2);
    REQUIRE(set.train.count() == 18);
    REQUIRE(set.test.count() == 6);
    CHECK(set.test.values == rows(6));
    CHECK(set.test.pixels.empty());
    CHECK_FALSE(set.test.has_bytes());
    CHECK(set.train.values_of(1)[1] == 3.5F);
    CHECK(set.train.labels[1] == 3);
    CHECK(set.train.targets.empty());
}

TEST_CASE("arrays of all numbers that NumPy is likely to have are read", "[npy]") {
    file_set files = labelled();
    const auto test_values = [&](const std::string& type, const bytes& body) {
        files["test.npy"] = npy(type, "(2, 3)", body);
        files["test_labels.npy"] = label_file(2);
        return load(files, classifier).test.values;
    };
    const floats signed_values{1, -2, 3, 100, -128, 0};
    const auto as = [](auto zero) {
        using number = decltype(zero);
        return bytes_of(
            std::vector<number>{1, static_cast<number>(-2), 3, 100, static_cast<number>(-128), 0});
    };
    CHECK(test_values("|i1", as(std::int8_t{})) == signed_values);
    CHECK(test_values("<i2", as(std::int16_t{})) == signed_values);
    CHECK(test_values("<i4", as(std::int32_t{})) == signed_values);
    CHECK(test_values("<i8", as(std::int64_t{})) == signed_values);
    CHECK(test_values("<f4", as(float{})) == signed_values);
    CHECK(test_values("<f8", as(double{})) == signed_values);
    const floats positive{1, 2, 300, 4, 5, 65535};
    CHECK(test_values("<u2", bytes_of(std::vector<std::uint16_t>{1, 2, 300, 4, 5, 65535})) ==
          positive);
    CHECK(test_values("<u4", bytes_of(std::vector<std::uint32_t>{1, 2, 300, 4, 5, 65535})) ==
          positive);
    CHECK(test_values("<u8", bytes_of(std::vector<std::uint64_t>{1, 2, 300, 4, 5, 65535})) ==
          positive);
    // Bytes stay bytes, as a picture's.
    CHECK(test_values("|u1", {1, 2, 3, 4, 5, 255}).empty());
    CHECK(load(files, classifier).test.pixels == bytes{1, 2, 3, 4, 5, 255});
    // Keras's labels of CIFAR-10 are [n][1]; NumPy's own whole numbers have 64 bits.
    files["test_labels.npy"] = npy("<i8", "(2, 1)", bytes_of(std::vector<std::int64_t>{3, 1}));
    CHECK(load(files, classifier).test.labels == bytes{3, 1});
}

TEST_CASE("an array has the shape of the network's input", "[npy]") {
    file_set files = labelled();
    const auto with_shape = [&](const std::string& dimensions, const shape& input) {
        for (const auto& [part, count] : {std::pair{"train", 20}, {"test", 6}})
            files[part + std::string(".npy")] =
                npy("<f4", fmt::format("({}, {})", count, dimensions), bytes_of(rows(count)));
        return complaint(files, {input, 4});
    };
    CHECK(with_shape("3, 1", shape::image(3, 1, 1)) == "no error");
    CHECK(with_shape("3, 1, 1", shape::image(3, 1, 1)) == "no error");
    CHECK(with_shape("1, 1, 3", shape::image(1, 1, 3)) == "no error");
    CHECK(with_shape("1, 3, 1", shape::values(3)) == "no error");
    CHECK(with_shape("3", shape::image(3, 1, 1)) ==
          "DIR/train.npy: expected an array of rank 3, found rank 2");
    CHECK(with_shape("1, 3", shape::image(3, 1, 1)) ==
          "DIR/train.npy: expected images of 3 x 1, found 1 x 3");
    CHECK(with_shape("3, 1, 1", shape::image(1, 1, 3)) ==
          "DIR/train.npy: expected images of 1 x 1 x 3, found 3 x 1 x 1");
    CHECK(with_shape("3, 1", shape::values(4)) ==
          "DIR/train.npy: expected items of 4 values, found 3 x 1");
    files["train.npy"] = npy("<f4", "(60,)", bytes_of(rows(20)));
    CHECK(complaint(files) == "DIR/train.npy: expected items of 3 values, found single numbers");
}

TEST_CASE("a network that is no classifier has targets, or is its own", "[npy]") {
    const file_set images{{"train.npy", row_file(20)}, {"test.npy", row_file(6)}};
    const data::dataset own = load(images, autoencoder);
    CHECK(own.train.count() == 18);
    CHECK(own.train.labels.empty());
    CHECK(own.train.targets.empty());
    // Labels are taken along, for an anomaly's test for instance.
    file_set marked = images;
    marked["test_labels.npy"] = label_file(6);
    CHECK(load(marked, autoencoder).test.labels == bytes{0, 1, 2, 3, 0, 1});
    CHECK(
        complaint(images, regression)
            .find(
                "expected targets of 2 values for each image, since the network is no classifier, "
                "found none") != std::string::npos);

    file_set files = images;
    const auto targets = [](int count) {
        std::vector<double> values;
        for (int n = 0; n < 2 * count; ++n) values.push_back(n / 4.0);
        return npy("<f8", fmt::format("({}, 2)", count), bytes_of(values));
    };
    files["train_targets.npy"] = targets(20);
    CHECK(complaint(files, autoencoder) ==
          "DIR/train_targets.npy: expected targets of 3 values, found 2");
    CHECK(complaint(files, regression).find("found none") != std::string::npos);
    files["test_targets.npy"] = targets(6);
    const data::dataset set = load(files, regression);
    CHECK(set.test.targets.size() == 12);
    CHECK(set.validation.targets == floats{0, 0.25F, 0.5F, 0.75F});
    CHECK(set.train.target_of(0)[1] == 1.25F);
    files["test_targets.npy"] = targets(5);
    CHECK(complaint(files, regression) ==
          "DIR/test_targets.npy: expected 6 targets, one for each image, found 5");
    // One value needs no second dimension.
    files["train_targets.npy"] = npy("<i2", "(20,)", bytes(40));
    files["test_targets.npy"] = npy("<i2", "(6,)", bytes(12));
    CHECK(complaint(files, {shape::values(3), 0, 1}) == "no error");
}

TEST_CASE("what is no NumPy array of a data set is told", "[npy]") {
    CHECK(complaint({{"train.npy", row_file(20)}}) ==
          "DIR: expected a file train_labels.npy (or with .gz or .xz), found none");
    file_set no_test = labelled();
    no_test.erase("test.npy");
    CHECK(complaint(no_test) == "DIR: expected a file test.npy (or with .gz or .xz), found none");
    const bytes good = row_file(20);
    const bytes body = bytes_of(rows(20));
    const auto about_train = [](const bytes& content) {
        const std::string text = complaint_with("train.npy", content);
        return text.substr(text.find(": ") + 2);
    };
    CHECK(about_train({}) == "expected an NPY header, found the file's end after 0 bytes");
    CHECK(about_train({good.begin(), good.begin() + 70}) ==
          "expected an NPY header, found the file's end after 70 bytes");
    CHECK(about_train(bytes(200, 'x')) == "expected a NumPy array, found something else");
    CHECK(about_train({good.begin(), good.end() - 1}) == "expected 368 bytes, found 367");
    CHECK(about_train(joined(good, {0})) == "expected 368 bytes, found 369");
    CHECK(about_train(npy(">f4", "(20, 3)", body)) ==
          "expected whole numbers or floats of 32 or 64 bits, little-endian, found '>f4'");
    CHECK(about_train(npy("<f4", "(20, 3)", body, "True")) ==
          "expected rows first, as NumPy has them unless told otherwise, found columns first "
          "(Fortran's order)");
    CHECK(about_train(npy("<f4", "()", body)) == "expected an array of rank 1 to 8, found rank 0");
    for (const char* const shape : {"(20, 3", "20, 3", "(20, -3)", "(20, x)", "(20, 3), 'x': 1",
                                    "(99999999999999999999, 3)"}) {
        CAPTURE(shape);
        CHECK(about_train(npy("<f4", shape, body))
                  .starts_with("expected a NumPy header of plain numbers, found '{'descr'"));
    }
    CHECK(about_train(npy("<f4", "(18446744073709551615, 3)", body)) ==
          "expected 1 to 1000000 items, found 18446744073709551615");
    CHECK(about_train(npy("<f4", "(20, 9223372036854775807, 9223372036854775807)", body)) ==
          "expected items of 3 values, found 9223372036854775807 x 9223372036854775807");
    CHECK(about_train(npy("<f4", "(0, 3)", {})) == "expected 1 to 1000000 items, found 0");
    CHECK(about_train(npy("<f4", "(1000000, 3)", body)) ==
          "expected 1000000 labels, one for each image, found 20");
    CHECK(complaint({{"train.npy", npy("<f4", "(1000000, 3)", body)}}, autoencoder) ==
          "DIR/train.npy: expected 12000128 bytes, found 368");
    CHECK(about_train(npy("<f4", "(1, 3)", bytes(12))) ==
          "expected more than 1 images, of which the first 1 are the validation set, found 1");
    // A header that claims to be long.
    bytes long_header = good;
    long_header[6] = 2;
    CHECK(about_train(long_header).starts_with("expected a header of at most 65536 bytes, found "));
    floats values = rows(20);
    values[7] = std::numeric_limits<float>::infinity();
    CHECK(about_train(npy("<f4", "(20, 3)", bytes_of(values))) ==
          "expected finite numbers of 32 bits, found inf as number 7 (counted from 0)");
    CHECK(about_train(npy("<f8", "(20, 3)", bytes_of(std::vector<double>(60, 1e39)))) ==
          "expected finite numbers of 32 bits, found 1e+39 as number 0 (counted from 0)");

    CHECK(complaint_with("test_labels.npy", label_file(7)) ==
          "DIR/test_labels.npy: expected 6 labels, one for each image, found 7");
    CHECK(
        complaint_with("test_labels.npy", npy("|i1", "(6,)", {0, 1, 2, 3, 4, 0})) ==
        "DIR/test_labels.npy: expected labels below 4, found 4 as label number 4 (counted from 0)");
    CHECK(complaint_with("test_labels.npy", npy("|i1", "(6,)", {0, 1, 255, 3, 3, 0})) ==
          "DIR/test_labels.npy: expected labels below 4, found -1 as label number 2 (counted from "
          "0)");
    CHECK(complaint_with("test_labels.npy", npy("<f4", "(6,)", bytes(24))) ==
          "DIR/test_labels.npy: expected labels that are whole numbers, found an array of "
          "fractions");
    CHECK(complaint_with("test_labels.npy", row_file(6)) ==
          "DIR/test_labels.npy: expected an array of rank 1, found rank 2");
}

TEST_CASE("the number of validation images may be asked for", "[npy]") {
    data::needs network = classifier;
    network.validation = 1;
    CHECK(load(labelled(), network).validation.count() == 1);
    network.validation = 0;
    CHECK(load(labelled(), network).train.count() == 20);
}

TEST_CASE("a digest tells floats and targets apart", "[npy]") {
    data::dataset set;
    set.train = {{1, 1, 2}, {}, {}, {1, 2, 3, 4}, {5, 6}};
    const std::string whole = data::digest_of(set);
    // What is not there changes nothing, least of all to nothing.
    CHECK(whole.substr(0, whole.find('-')) != "00000000");
    set.test = {{1, 1, 1}, {1, 2}, {3, 4}};
    data::dataset relabelled = set;
    relabelled.test.labels[0] = 5;
    CHECK(data::digest_of(relabelled) != data::digest_of(set));
    set.test = {};
    data::dataset other = set;
    other.train.values[3] = 4.5F;
    CHECK(data::digest_of(other) != whole);
    other = set;
    other.train.targets[0] = 5.5F;
    CHECK(data::digest_of(other) != whole);
}

TEST_CASE("a network of flat values needs a folder", "[npy]") {
    CHECK(message_of([] { data::load({}, autoencoder); }) ==
          "--data: expected a folder, since a network of 3 values has no use for the built-in "
          "digits, found none");
}
