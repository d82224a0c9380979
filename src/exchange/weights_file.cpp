// SPDX-License-Identifier: BSL-1.0
#include "exchange/weights_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "support/error.hpp"

namespace typenet::exchange {

namespace {

/// Bytes of one number; 0 for a type that is younger than this program.
std::uint64_t bytes_of(std::string_view dtype) {
    static constexpr std::pair<std::string_view, std::uint64_t> known[] = {
        {"F64", 8}, {"F32", 4}, {"F16", 2}, {"BF16", 2}, {"I64", 8}, {"I32", 4}, {"I16", 2},
        {"I8", 1},  {"U64", 8}, {"U32", 4}, {"U16", 2},  {"U8", 1},  {"BOOL", 1}};
    for (const auto& [name, bytes] : known)
        if (name == dtype) return bytes;
    return 0;
}

/// Numbers of a shape, at most as many as the file has bytes; more give its largest value.
std::uint64_t count_of(const std::vector<std::uint64_t>& shape) {
    constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t count = 1;
    for (const std::uint64_t n : shape) {
        if (n != 0 && count > largest / n) return largest;
        count *= n;
    }
    return count;
}

/// A half as a float. Numbers below the normal ones are fractions of 2^24.
float of_half(std::uint16_t half) {
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16;
    const std::uint32_t power = half >> 10 & 0x1FU;
    const std::uint32_t fraction = half & 0x3FFU;
    if (power == 0) {
        const float small = static_cast<float>(fraction) * 0x1p-24F;
        return sign != 0 ? -small : small;
    }
    const std::uint32_t shifted = power == 31 ? 255 : power + 112;
    return std::bit_cast<float>(sign | shifted << 23 | fraction << 13);
}

/// The numbers of bytes, each of which `convert` makes of a Stored.
template <class Stored, class Convert>
std::vector<float> converted(const std::vector<std::byte>& bytes, const Convert& convert) {
    std::vector<float> values(bytes.size() / sizeof(Stored));
    for (std::size_t i = 0; i < values.size(); ++i) {
        Stored stored;
        std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
        values[i] = convert(stored);
    }
    return values;
}

/// Takes away what wrappers put before and into the names of a network's tensors, DataParallel and
/// AveragedModel "module.", compile "_orig_mod."; notes what it was.
std::string without_wrappers(std::string name, std::set<std::string>& prefixes) {
    const std::string compiled = "_orig_mod.";
    const std::string parallel = "module.";
    for (std::size_t at = name.find(compiled); at != std::string::npos; at = name.find(compiled)) {
        name.erase(at, compiled.size());
        prefixes.insert(compiled);
    }
    while (name.starts_with(parallel)) {
        name.erase(0, parallel.size());
        prefixes.insert(parallel);
    }
    if (name.ends_with(":0")) name.resize(name.size() - 2);
    return name;
}

/// By the last word of a name, and how many extents there are.
std::string role_of(const std::string& word, std::size_t rank) {
    if (word == "kernel" || word == "depthwise_kernel") return "weights";
    if (word == "weight") return rank > 1 ? "weights" : "gamma";
    if (word == "gamma" || word == "beta") return word;
    if (word == "bias") return "biases";
    if (word == "running_mean" || word == "moving_mean") return "mean";
    if (word == "running_var" || word == "moving_variance") return "variance";
    return {};
}

bool is_counter(std::string_view word) {
    return word == "num_batches_tracked" || word == "n_averaged" || word == "seed_generator_state";
}

}  // namespace

weights_file::weights_file(const std::filesystem::path& path, const std::string& what)
    : file_(path, what, checkpoint::longest_unknown_header) {
    expect_whole();
    std::set<std::string> names;
    std::set<std::string> norms;
    for (const auto& [in_file, stored] : file_.tensors()) {
        const std::string name = without_wrappers(in_file, prefixes_);
        const std::size_t cut = name.find_last_of("./");
        const std::string word = cut == std::string::npos ? name : name.substr(cut + 1);
        const std::string layer = cut == std::string::npos ? std::string() : name.substr(0, cut);
        if (is_counter(word)) {
            passed_over_.push_back(checkpoint::printable(name));
            continue;
        }
        if (!names.insert(name).second)
            throw error(fmt::format("{}: expected each tensor once, found two that are {}", who(),
                                    checkpoint::printable(name)));
        tensors_.push_back({in_file, checkpoint::printable(name), layer,
                            role_of(word, stored.shape.size()), stored.dtype, stored.shape});
        const std::string& role = tensors_.back().role;
        if (role == "gamma" || role == "mean" || role == "variance") norms.insert(layer);
    }
    for (foreign_tensor& one : tensors_)
        if (one.role == "biases" && norms.contains(one.layer)) one.role = "beta";
}

/// The data lie one behind the other and end with the file; each is as long as its type and shape
/// say.
void weights_file::expect_whole() const {
    std::vector<std::tuple<std::uint64_t, std::uint64_t, const std::string*>> order;
    for (const auto& [name, stored] : file_.tensors()) {
        if (stored.end < stored.begin || stored.end > file_.data_bytes())
            file_.damaged("expected {} within its {} bytes of data, found it at {} to {}",
                          checkpoint::printable(name), file_.data_bytes(), stored.begin,
                          stored.end);
        const std::uint64_t each = bytes_of(stored.dtype);
        const std::uint64_t bytes = stored.end - stored.begin;
        if (each != 0 && (bytes % each != 0 || bytes / each != count_of(stored.shape)))
            file_.damaged("expected {} {} as {}, found {} bytes", checkpoint::printable(name),
                          checkpoint::described(stored.shape), stored.dtype, bytes);
        order.emplace_back(stored.begin, stored.end, &name);
    }
    std::ranges::sort(order);
    std::uint64_t next = 0;
    for (const auto& [begin, end, name] : order) {
        if (begin != next)
            file_.damaged("expected {} at byte {}, found it at {}", checkpoint::printable(*name),
                          next, begin);
        next = end;
    }
    if (next != file_.data_bytes())
        file_.damaged("expected {} bytes of data, found {}", next, file_.data_bytes());
}

std::vector<float> weights_file::values(const foreign_tensor& of) {
    const checkpoint::stored_tensor& stored = file_.tensors().at(of.in_file);
    const bool is_float =
        of.dtype == "F64" || of.dtype == "F32" || of.dtype == "F16" || of.dtype == "BF16";
    if (!is_float)
        throw error(fmt::format("{}: expected {} as F64, F32, F16 or BF16, found {}", who(),
                                of.name, checkpoint::printable(of.dtype)));
    std::vector<std::byte> bytes(stored.end - stored.begin);
    file_.read_data(stored.begin, bytes);
    std::vector<float> values;
    if (of.dtype == "F64")
        values = converted<double>(bytes, [](double x) { return static_cast<float>(x); });
    else if (of.dtype == "F32")
        values = converted<float>(bytes, [](float x) { return x; });
    else if (of.dtype == "F16")
        values = converted<std::uint16_t>(bytes, of_half);
    else
        values = converted<std::uint16_t>(bytes, [](std::uint16_t x) {
            return std::bit_cast<float>(static_cast<std::uint32_t>(x) << 16);
        });
    const auto wrong = std::ranges::find_if_not(values, [](float v) { return std::isfinite(v); });
    if (wrong != values.end())
        throw error(
            fmt::format("{}: expected finite numbers, but {} holds {}", who(), of.name, *wrong));
    return values;
}

}  // namespace typenet::exchange
