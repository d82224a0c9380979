// SPDX-License-Identifier: BSL-1.0
#include "data/array_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <utility>

namespace typenet::data {

namespace {

using dimension_list = std::vector<std::uint64_t>;

std::string text_of(const dimension_list& dimensions) {
    std::vector<std::string> words;
    for (const std::uint64_t d : dimensions) words.push_back(fmt::to_string(d));
    return joined(words, " x ");
}

/// Never wraps around: the dimensions may be any numbers.
std::uint64_t product(std::span<const std::uint64_t> dimensions) {
    std::uint64_t all = 1;
    for (const std::uint64_t d : dimensions) {
        if (d != 0 && all > std::numeric_limits<std::uint64_t>::max() / d)
            return std::numeric_limits<std::uint64_t>::max();
        all *= d;
    }
    return all;
}

dimension_list item_of(const array_file& from) {
    return {from.dimensions.begin() + 1, from.dimensions.end()};
}

template <class T>
double number_at(const std::uint8_t* bytes, std::endian order) {
    std::array<std::uint8_t, sizeof(T)> own{};
    std::copy_n(bytes, sizeof(T), own.begin());
    if (order != std::endian::native) std::ranges::reverse(own);
    return static_cast<double>(std::bit_cast<T>(own));
}

/// How the numbers of a kind are read. (A double holds those of 64 bits to 53, which is enough:
/// they become floats or small labels.)
struct number_reader {
    std::size_t bytes;
    double (*at)(const std::uint8_t*, std::endian);
    bool is_whole;
};

template <class T>
constexpr number_reader reader_of{sizeof(T), number_at<T>, std::numeric_limits<T>::is_integer};

const number_reader& reader_of_kind(number_kind kind) {
    static constexpr std::array all{reader_of<std::uint8_t>,  reader_of<std::int8_t>,
                                    reader_of<std::uint16_t>, reader_of<std::int16_t>,
                                    reader_of<std::uint32_t>, reader_of<std::int32_t>,
                                    reader_of<std::uint64_t>, reader_of<std::int64_t>,
                                    reader_of<float>,         reader_of<double>};
    return all.at(static_cast<std::size_t>(kind));
}

/// Checks that there are items of as many numbers as `values`, and that they are not too many, each
/// held in `bytes` bytes.
std::uint64_t count_of(const array_file& from, std::size_t values, std::size_t bytes) {
    const std::uint64_t count = from.dimensions.front();
    const std::uint64_t most = std::min<std::uint64_t>(most_items, most_bytes / bytes / values);
    if (count < 1 || count > most)
        from.file.fail(fmt::format("1 to {} items", most), fmt::to_string(count));
    return count;
}

void expect_rank(const array_file& from, std::size_t rank) {
    if (from.dimensions.size() != rank)
        from.file.fail(fmt::format("an array of rank {}", rank),
                       fmt::format("rank {}", from.dimensions.size()));
}

void expect_images(const array_file& from, const needs& network) {
    const dimension_list found = item_of(from);
    if (network.input.flat) {
        if (found.empty() || product(found) != network.size().pixels())
            from.file.fail(fmt::format("items of {} values", network.size().pixels()),
                           found.empty() ? "single numbers" : text_of(found));
        return;
    }
    dimension_list item{static_cast<std::uint64_t>(network.input.height),
                        static_cast<std::uint64_t>(network.input.width)};
    if (from.columns_first) std::swap(item[0], item[1]);
    const auto channels = static_cast<std::uint64_t>(network.input.channels);
    // One channel may be written or not.
    const bool is_written = found.size() == 3 && found.back() == channels;
    if (channels > 1 || is_written) item.push_back(channels);
    expect_rank(from, item.size() + 1);
    if (found != item) from.file.fail(fmt::format("images of {}", text_of(item)), text_of(found));
}

/// Gives `use` each number behind the header.
template <class Use>
void each_number(array_file& from, Use&& use) {
    const number_reader& of = reader_of_kind(from.kind);
    from.file.body(product(from.dimensions) * of.bytes, [&](std::span<const std::uint8_t> piece) {
        for (std::size_t at = 0; at < piece.size(); at += of.bytes)
            use(of.at(piece.data() + at, from.order));
    });
}

std::vector<float> read_floats(array_file& from) {
    std::vector<float> values;
    each_number(from, [&](double x) {
        const auto value = static_cast<float>(x);
        if (!std::isfinite(value))
            from.file.fail("finite numbers of 32 bits",
                           fmt::format("{} as number {} (counted from 0)", x, values.size()));
        values.push_back(value);
    });
    return values;
}

std::vector<std::uint8_t> read_bytes(array_file& from) {
    std::vector<std::uint8_t> bytes;
    from.file.body(product(from.dimensions), [&](std::span<const std::uint8_t> piece) {
        bytes.insert(bytes.end(), piece.begin(), piece.end());
    });
    return bytes;
}

template <class T>
void transpose(std::vector<T>& images, std::size_t rows, std::size_t columns) {
    std::vector<T> turned(rows * columns);
    for (auto image = images.begin(); image != images.end();
         image += static_cast<std::ptrdiff_t>(turned.size())) {
        for (std::size_t y = 0; y < rows; ++y)
            for (std::size_t x = 0; x < columns; ++x)
                turned[x * rows + y] = image[static_cast<std::ptrdiff_t>(y * columns + x)];
        std::ranges::copy(turned, image);
    }
}

void expect_labels(const array_file& from, std::uint64_t count) {
    const std::size_t rank = from.dimensions.size();
    if (rank != 2 || from.dimensions[1] != 1) expect_rank(from, 1);
    if (!reader_of_kind(from.kind).is_whole)
        from.file.fail("labels that are whole numbers", "an array of fractions");
    if (from.dimensions.front() != count)
        from.file.fail(fmt::format("{} labels, one for each image", count),
                       fmt::to_string(from.dimensions.front()));
}

std::vector<std::uint8_t> read_labels(array_file& from, const needs& network) {
    constexpr int most_classes = 256;
    const int classes = network.is_classifier() ? network.classes : most_classes;
    const auto first = static_cast<double>(from.first_label);
    std::vector<std::uint8_t> labels;
    std::optional<std::pair<double, std::size_t>> wrong;
    each_number(from, [&](double x) {
        const double label = x - first;
        if (!wrong && (label < 0 || label >= classes)) wrong = {x, labels.size()};
        labels.push_back(wrong ? std::uint8_t{0} : static_cast<std::uint8_t>(label));
    });
    // Only now: a file of another length is told first.
    if (wrong)
        from.file.fail(
            from.first_label == 0 ? fmt::format("labels below {}", classes)
                                  : fmt::format("labels from {} to {}", first, first + classes - 1),
            fmt::format("{} as label number {} (counted from 0)", wrong->first, wrong->second));
    return labels;
}

void expect_targets(const array_file& from, std::uint64_t count, const needs& network) {
    const dimension_list item = item_of(from);
    if (from.dimensions.front() != count)
        from.file.fail(fmt::format("{} targets, one for each image", count),
                       fmt::to_string(from.dimensions.front()));
    if (product(item) != static_cast<std::uint64_t>(network.outputs))
        from.file.fail(fmt::format("targets of {} values", network.outputs),
                       item.empty() ? "of one" : text_of(item));
}

/// Takes the first `count` out of a list of numbers.
template <class T>
std::vector<T> take(std::vector<T>& from, std::size_t count) {
    const auto end = std::next(from.begin(), static_cast<std::ptrdiff_t>(count));
    std::vector<T> first(from.begin(), end);
    from.erase(from.begin(), end);
    return first;
}

}  // namespace

std::size_t validation_count(const needs& network, std::uint64_t count, set_aside how) {
    if (how == set_aside::nothing) return 0;
    if (how == set_aside::fixed) return network.validation;
    // One at least, unless there are to be none.
    const std::uint64_t tenth = std::max<std::uint64_t>(1, count / 10);
    return static_cast<std::size_t>(std::min<std::uint64_t>(tenth, network.validation));
}

std::string too_few_for_validation(std::size_t first) {
    return fmt::format("more than {0} images, of which the first {0} are the validation set",
                       first);
}

labelled_images read_part(part_files& from, const needs& network, set_aside how) {
    const image_size size = network.size();
    const bool are_bytes = from.images.kind == number_kind::uint8;
    expect_images(from.images, network);
    const std::uint64_t count =
        count_of(from.images, size.pixels(), are_bytes ? sizeof(std::uint8_t) : sizeof(float));
    if (const std::size_t first = validation_count(network, count, how);
        how != set_aside::nothing && count <= first)
        from.images.file.fail(too_few_for_validation(first), fmt::to_string(count));
    if (from.labels) expect_labels(*from.labels, count);
    const bool has_targets = from.targets && !network.is_classifier();
    if (has_targets) {
        expect_targets(*from.targets, count, network);
        count_of(*from.targets, static_cast<std::size_t>(network.outputs), sizeof(float));
    }

    labelled_images part{size};
    if (are_bytes)
        part.pixels = read_bytes(from.images);
    else
        part.values = read_floats(from.images);
    if (from.images.columns_first) {
        const dimension_list item = item_of(from.images);
        const auto rows = static_cast<std::size_t>(item[0]);
        const auto columns = static_cast<std::size_t>(item[1]);
        transpose(part.pixels, rows, columns);
        transpose(part.values, rows, columns);
    }
    if (from.labels) part.labels = read_labels(*from.labels, network);
    if (has_targets) part.targets = read_floats(*from.targets);
    return part;
}

labelled_images take_first(labelled_images& from, std::size_t count) {
    labelled_images first{from.size};
    const std::size_t all = from.count();
    const auto share = [&](std::size_t numbers) { return numbers / all * count; };
    first.pixels = take(from.pixels, share(from.pixels.size()));
    first.labels = take(from.labels, share(from.labels.size()));
    first.values = take(from.values, share(from.values.size()));
    first.targets = take(from.targets, share(from.targets.size()));
    return first;
}

}  // namespace typenet::data
