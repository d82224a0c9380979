// SPDX-License-Identifier: BSL-1.0
#include "data/idx.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "data/array_file.hpp"
#include "data/emnist.hpp"
#include "data/folder.hpp"
#include "support/error.hpp"

namespace typenet::data {
namespace {

namespace fs = std::filesystem;

struct idx_type {
    std::string_view ending;
    std::uint32_t code;  ///< third byte of the magic number
    number_kind kind;
};

constexpr std::array idx_types{
    idx_type{"ubyte", 0x08, number_kind::uint8}, idx_type{"byte", 0x09, number_kind::int8},
    idx_type{"short", 0x0B, number_kind::int16}, idx_type{"float", 0x0D, number_kind::float32}};

const idx_type* type_of_name(const std::string& name) {
    const std::size_t hyphen = name.find_last_of('-');
    const std::string ending = hyphen == std::string::npos ? name : name.substr(hyphen + 1);
    const auto* const found = std::ranges::find(idx_types, ending, &idx_type::ending);
    return found == idx_types.end() ? nullptr : found;
}

/// "train-images-idx3-ubyte" and its like, whatever stands before "idx".
bool is_idx_name(const fs::path& path) {
    const std::string name = unpacked_name(path);
    const std::size_t idx = name.find("idx");
    return idx != std::string::npos && type_of_name(name) != nullptr;
}

std::uint32_t header_word(byte_file& file) {
    std::array<std::uint8_t, 4> bytes{};
    file.header(bytes);
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
           std::uint32_t{bytes[2]} << 8 | std::uint32_t{bytes[3]};
}

/// Opens a file and reads its header. The type of its numbers is that of its name; of other ranks
/// than the expected one, only those that mean something here are read on.
array_file open_idx(const fs::path& path, std::uint32_t rank) {
    array_file opened{byte_file(path, "IDX")};
    const idx_type& type = *type_of_name(unpacked_name(path));
    const std::uint32_t magic = header_word(opened.file);
    if (magic >> 8 != type.code)
        opened.file.fail(fmt::format("the IDX magic number {:#010x}", type.code << 8 | rank),
                         fmt::format("{:#010x}", magic));
    constexpr std::uint32_t most_rank = 4;
    const std::uint32_t found = magic & 0xFF;
    if (found < 1 || found > most_rank)
        opened.file.fail(fmt::format("an array of rank {}", rank), fmt::format("rank {}", found));
    opened.kind = type.kind;
    opened.order = std::endian::big;
    for (std::uint32_t i = 0; i < found; ++i) opened.dimensions.push_back(header_word(opened.file));
    return opened;
}

/// All names of the files of one kind of a part; those that people know come first.
std::vector<std::string> names_of(const std::vector<std::string>& parts, std::string_view kind,
                                  const std::vector<int>& ranks) {
    std::vector<std::string> names;
    for (const std::string& part : parts)
        for (const idx_type& type : idx_types)
            for (const int rank : ranks)
                for (const char between : {'-', '.'})
                    names.push_back(
                        fmt::format("{}-{}{}idx{}-{}", part, kind, between, rank, type.ending));
    return names;
}

/// The part's names, "t10k" or "test", and what is special about its set.
struct part_names {
    std::vector<std::string> parts;
    std::optional<emnist_split> emnist;
};

std::optional<array_file> open_one_of(const fs::path& folder, const part_names& of,
                                      std::string_view kind, const std::vector<int>& ranks,
                                      int expected_rank) {
    const std::optional<fs::path> found = find_file(folder, names_of(of.parts, kind, ranks));
    if (!found) return std::nullopt;
    return open_idx(*found, static_cast<std::uint32_t>(expected_rank));
}

[[noreturn]] void fail_without(const fs::path& folder, const part_names& of, std::string_view kind,
                               const std::vector<int>& ranks) {
    std::vector<std::string> names;
    for (const int rank : ranks)
        for (const char between : {'-', '.'})
            names.push_back(
                fmt::format("{}-{}{}idx{}-ubyte", of.parts.front(), kind, between, rank));
    throw error(fmt::format("{}: expected a file {} (or one of these with .gz or .xz), found none",
                            folder.string(), joined(names, " or ")));
}

labelled_images load_part(const fs::path& folder, const part_names& names, const needs& network,
                          set_aside how) {
    const bool is_grey = network.input.channels == 1;
    const std::vector<int> ranks = network.input.flat ? std::vector{2, 3, 4} : std::vector{3, 4};
    const int rank = network.input.flat ? 2 : is_grey ? 3 : 4;
    std::optional<array_file> images = open_one_of(folder, names, "images", ranks, rank);
    if (!images) {
        // Only those that are usual for such images.
        const bool is_usual_alone = network.input.flat || is_grey;
        fail_without(folder, names, "images", is_usual_alone ? std::vector{rank} : ranks);
    }
    std::optional<array_file> labels = open_one_of(folder, names, "labels", {1}, 1);
    if (!labels && network.is_classifier()) fail_without(folder, names, "labels", {1});
    std::optional<array_file> targets;
    if (!network.is_classifier()) targets = open_one_of(folder, names, "targets", {2, 1, 3, 4}, 2);
    if (names.emnist) {
        images->columns_first = images->dimensions.size() == 3;
        if (labels) labels->first_label = names.emnist->first_label;
    }
    part_files files{std::move(*images), std::move(labels), std::move(targets)};
    return read_part(files, network, how);
}

}  // namespace

std::vector<fs::path> idx_files(const fs::path& folder) {
    expect_folder(folder);
    std::vector<fs::path> files;
    for (const fs::path& entry : entries_of(folder)) {
        if (!is_idx_name(entry)) continue;
        std::error_code ignored;
        files.push_back(fs::is_directory(entry, ignored) ? entry / entry.filename() : entry);
    }
    return files;
}

dataset load_idx(const fs::path& folder, const needs& network) {
    expect_folder(folder);
    part_names train{{"train"}, {}};
    part_names test{{"t10k", "test"}, {}};
    if (const std::optional<emnist_split> split = emnist_of(folder, idx_files(folder))) {
        train = {{"emnist-" + split->name + "-train"}, split};
        test = {{"emnist-" + split->name + "-test"}, split};
    }
    dataset result;
    result.train = load_part(folder, train, network, set_aside::fixed);
    result.validation =
        take_first(result.train, validation_count(network, result.train.count(), set_aside::fixed));
    result.test = load_part(folder, test, network, set_aside::nothing);
    result.description = fmt::format("IDX files of {}", folder.string());
    if (train.emnist) {
        result.description =
            fmt::format("EMNIST {} of {} (images turned upright{})", train.emnist->name,
                        folder.string(), train.emnist->first_label == 0 ? "" : ", labels from 1");
        result.class_names = train.emnist->class_names;
        if (network.is_classifier() &&
            result.class_names.size() > static_cast<std::size_t>(network.classes))
            result.class_names.resize(static_cast<std::size_t>(network.classes));
    }
    return result;
}

}  // namespace typenet::data
