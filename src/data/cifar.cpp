// SPDX-License-Identifier: BSL-1.0
#include "data/cifar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "data/array_file.hpp"
#include "data/byte_file.hpp"
#include "data/folder.hpp"
#include "support/error.hpp"

namespace typenet::data {

namespace {

namespace fs = std::filesystem;

constexpr image_size cifar_size{32, 32, 3};
constexpr std::size_t plane_bytes = 32 * 32;
constexpr std::size_t record_bytes = 1 + 3 * plane_bytes;
constexpr std::string_view names_file = "batches.meta.txt";

/// The N of data_batch_N.bin.
std::optional<int> number_of_batch(const fs::path& path) {
    const std::string name = unpacked_name(path);
    constexpr std::string_view before = "data_batch_";
    constexpr std::string_view after = ".bin";
    if (!name.starts_with(before) || !name.ends_with(after)) return std::nullopt;
    const char* const start = name.data() + before.size();
    const char* const end = name.data() + name.size() - after.size();
    int number = 0;
    const auto [stop, code] = std::from_chars(start, end, number);
    if (code != std::errc{} || stop != end || number < 0) return std::nullopt;
    return number;
}

std::optional<fs::path> test_batch_of(const fs::path& folder) {
    for (const char* const name : {"test_batch.bin", "test_batch_first_1000.bin"})
        if (const std::optional<fs::path> found = find_file(folder, {name})) return found;
    return std::nullopt;
}

void append_batch(const fs::path& path, const needs& network, labelled_images& to) {
    byte_file file(path, "CIFAR-10");
    const std::vector<std::uint8_t> records = file.rest(most_items * record_bytes);
    if (records.empty() || records.size() % record_bytes != 0)
        file.fail(fmt::format("records of {} bytes, a label and 32 x 32 pixels of three colours",
                              record_bytes),
                  fmt::format("{} bytes", records.size()));
    const std::size_t count = records.size() / record_bytes;
    if (to.count() + count > most_items)
        file.fail(fmt::format("at most {} images", most_items), "more");
    constexpr int own_classes = 10;
    const int classes = network.is_classifier() ? network.classes : own_classes;
    std::size_t pixel = to.pixels.size();
    to.pixels.resize(pixel + count * cifar_size.pixels());
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint8_t* const record = records.data() + i * record_bytes;
        if (*record >= classes)
            file.fail(fmt::format("labels below {}", classes),
                      fmt::format("{} as label number {} (counted from 0)", *record, i));
        to.labels.push_back(*record);
        for (std::size_t at = 0; at < plane_bytes; ++at)
            for (std::size_t channel = 0; channel < 3; ++channel)
                to.pixels[pixel++] = record[1 + channel * plane_bytes + at];
    }
}

/// A name a line, of ten classes.
std::vector<std::string> names_in(const fs::path& path) {
    constexpr std::size_t classes = 10;
    std::vector<std::string> names;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line) && names.size() <= classes;) {
        line.erase(line.find_last_not_of(" \t\r") + 1);
        if (!line.empty()) names.push_back(line);
    }
    if (names.size() != classes)
        throw error(fmt::format("{}: expected the names of {} classes, a line each, found {}",
                                path.string(), classes,
                                names.size() > classes ? "more" : fmt::to_string(names.size())));
    return names;
}

}  // namespace

std::vector<fs::path> cifar_files(const fs::path& folder) {
    std::vector<fs::path> files = entries_of(folder);
    std::erase_if(files, [](const fs::path& path) {
        const std::string name = unpacked_name(path);
        return !number_of_batch(path) && name != "test_batch.bin" &&
               name != "test_batch_first_1000.bin";
    });
    std::error_code ignored;
    if (const fs::path names = folder / names_file; !files.empty() && fs::exists(names, ignored))
        files.push_back(names);
    return files;
}

dataset load_cifar(const fs::path& folder, const needs& network) {
    const std::string inputs(to_text(network.input).view());
    if (network.input.flat ? network.size().pixels() != cifar_size.pixels()
                           : network.size() != cifar_size)
        throw error(
            fmt::format("{}: expected a network whose input is 32x32x3, as CIFAR-10's "
                        "images are, found {}",
                        folder.string(), inputs));
    std::map<int, fs::path> batches;  // by number; entries come plain before packed
    for (const fs::path& path : entries_of(folder))
        if (const std::optional<int> number = number_of_batch(path)) batches.emplace(*number, path);
    std::optional<fs::path> test = test_batch_of(folder);
    if (!test && !batches.empty()) test = batches.extract(std::prev(batches.end())).mapped();
    if (batches.empty())
        throw error(
            fmt::format("{}: expected a batch to train on, data_batch_1.bin (or with .gz "
                        "or .xz), beside one to test on, found none",
                        folder.string()));
    dataset set;
    set.train.size = set.test.size = network.size();
    std::vector<std::string> numbers;
    for (const auto& [number, path] : batches) {
        append_batch(path, network, set.train);
        numbers.push_back(fmt::to_string(number));
    }
    const std::size_t first = validation_count(network, set.train.count(), set_aside::tenth);
    if (set.train.count() <= first)
        throw error(fmt::format("{}: expected {}, found {}", folder.string(),
                                too_few_for_validation(first), set.train.count()));
    set.validation = take_first(set.train, first);
    append_batch(*test, network, set.test);
    if (const fs::path names = folder / names_file; fs::is_regular_file(names))
        set.class_names = names_in(names);
    set.description =
        fmt::format("CIFAR-10 of {} (data_batch {} to train on, {} to test on)", folder.string(),
                    joined(numbers, ", "), fs::path(unpacked_name(*test)).stem().string());
    return set;
}

}  // namespace typenet::data
