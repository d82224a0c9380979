// SPDX-License-Identifier: BSL-1.0
#include "data/npy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "data/array_file.hpp"
#include "data/folder.hpp"
#include "support/error.hpp"

namespace typenet::data {

namespace {

namespace fs = std::filesystem;

struct npy_type {
    std::string_view name;
    number_kind kind;
};

constexpr std::array npy_types{
    npy_type{"|u1", number_kind::uint8},   npy_type{"|i1", number_kind::int8},
    npy_type{"<u2", number_kind::uint16},  npy_type{"<i2", number_kind::int16},
    npy_type{"<u4", number_kind::uint32},  npy_type{"<i4", number_kind::int32},
    npy_type{"<u8", number_kind::uint64},  npy_type{"<i8", number_kind::int64},
    npy_type{"<f4", number_kind::float32}, npy_type{"<f8", number_kind::float64}};

/// A header's text, {'descr': '<f4', 'fortran_order': False, 'shape': (800, 640), }, taken to
/// pieces from the front. Each function says whether what it looks for was there.
class header_text {
public:
    explicit header_text(std::string_view text) : rest_(text) {}

    bool takes(std::string_view word) {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(" \n"), rest_.size()));
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }

    bool takes_string(std::string& found) {
        if (!takes("'")) return false;
        const std::size_t end = rest_.find('\'');
        if (end == std::string_view::npos) return false;
        found = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return true;
    }

    bool takes_number(std::uint64_t& found) {
        if (takes("") && rest_.empty()) return false;
        const auto [end, code] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), found);
        if (code != std::errc{}) return false;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return true;
    }

    bool takes_tuple(std::vector<std::uint64_t>& found) {
        if (!takes("(")) return false;
        while (!takes(")")) {
            if (!takes_number(found.emplace_back())) return false;
            if (!takes(",")) return takes(")");
        }
        return true;
    }

    [[nodiscard]] bool is_empty() { return takes("") && rest_.empty(); }

private:
    std::string_view rest_;
};

struct npy_header {
    std::string type;
    bool columns_first = false;
    std::vector<std::uint64_t> shape;
};

/// NumPy writes the three entries in this order; nothing if they are not there.
std::optional<npy_header> header_of(std::string_view text) {
    npy_header found;
    header_text from(text);
    const auto entry = [&](std::string_view name) { return from.takes(name) && from.takes(":"); };
    if (!from.takes("{") || !entry("'descr'") || !from.takes_string(found.type) ||
        !from.takes(",") || !entry("'fortran_order'"))
        return std::nullopt;
    found.columns_first = from.takes("True");
    if (!found.columns_first && !from.takes("False")) return std::nullopt;
    if (!from.takes(",") || !entry("'shape'") || !from.takes_tuple(found.shape))
        return std::nullopt;
    from.takes(",");
    if (!from.takes("}") || !from.is_empty()) return std::nullopt;
    return found;
}

std::string header_text_of(byte_file& file) {
    std::array<std::uint8_t, 8> start{};
    file.header(start);
    constexpr std::array<std::uint8_t, 6> magic{0x93, 'N', 'U', 'M', 'P', 'Y'};
    if (!std::ranges::equal(std::span(start).first(magic.size()), magic))
        file.fail("a NumPy array", "something else");
    const int version = start[6];
    if (version < 1 || version > 3)
        file.fail("a NumPy array of version 1 to 3", fmt::format("version {}", version));
    std::array<std::uint8_t, 4> words{};
    file.header(std::span(words).first(version == 1 ? 2 : 4));
    const std::uint32_t length = words[0] | std::uint32_t{words[1]} << 8 |
                                 std::uint32_t{words[2]} << 16 | std::uint32_t{words[3]} << 24;
    constexpr std::uint32_t most = 65536;
    if (length > most)
        file.fail(fmt::format("a header of at most {} bytes", most), fmt::to_string(length));
    std::vector<std::uint8_t> text(length);
    file.header(text);
    return {text.begin(), text.end()};
}

array_file open_npy(const fs::path& path) {
    array_file opened{byte_file(path, "NPY")};
    const std::string text = header_text_of(opened.file);
    const std::optional<npy_header> header = header_of(text);
    if (!header) opened.file.fail("a NumPy header of plain numbers", fmt::format("'{:.60}'", text));
    const auto* const type = std::ranges::find(npy_types, header->type, &npy_type::name);
    if (type == npy_types.end())
        opened.file.fail("whole numbers or floats of 32 or 64 bits, little-endian",
                         fmt::format("'{:.20}'", header->type));
    constexpr std::size_t most_rank = 8;
    if (header->shape.empty() || header->shape.size() > most_rank)
        opened.file.fail(fmt::format("an array of rank 1 to {}", most_rank),
                         fmt::format("rank {}", header->shape.size()));
    if (header->columns_first && header->shape.size() > 1)
        opened.file.fail("rows first, as NumPy has them unless told otherwise",
                         "columns first (Fortran's order)");
    opened.kind = type->kind;
    opened.dimensions = header->shape;
    return opened;
}

constexpr std::array npy_names{"train.npy",       "test.npy",          "train_labels.npy",
                               "test_labels.npy", "train_targets.npy", "test_targets.npy"};

std::optional<array_file> open_one_of(const fs::path& folder, const std::string& name) {
    const std::optional<fs::path> found = find_file(folder, {name});
    if (!found) return std::nullopt;
    return open_npy(*found);
}

array_file open_needed(const fs::path& folder, const std::string& name) {
    std::optional<array_file> found = open_one_of(folder, name);
    if (!found)
        throw error(fmt::format("{}: expected a file {} (or with .gz or .xz), found none",
                                folder.string(), name));
    return std::move(*found);
}

labelled_images load_part(const fs::path& folder, const std::string& part, const needs& network,
                          set_aside how) {
    part_files files{open_needed(folder, part + ".npy"), {}, {}};
    const std::string labels = part + "_labels.npy";
    files.labels =
        network.is_classifier() ? open_needed(folder, labels) : open_one_of(folder, labels);
    if (!network.is_classifier()) files.targets = open_one_of(folder, part + "_targets.npy");
    return read_part(files, network, how);
}

}  // namespace

std::vector<fs::path> npy_files(const fs::path& folder) {
    std::vector<fs::path> files = entries_of(folder);
    std::erase_if(files, [](const fs::path& path) {
        return std::ranges::find(npy_names, unpacked_name(path)) == npy_names.end();
    });
    return files;
}

dataset load_npy(const fs::path& folder, const needs& network) {
    dataset result;
    result.train = load_part(folder, "train", network, set_aside::tenth);
    result.validation =
        take_first(result.train, validation_count(network, result.train.count(), set_aside::tenth));
    result.test = load_part(folder, "test", network, set_aside::nothing);
    result.description = fmt::format("NumPy arrays of {}", folder.string());
    return result;
}

}  // namespace typenet::data
