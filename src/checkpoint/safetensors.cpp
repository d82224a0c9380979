// SPDX-License-Identifier: BSL-1.0
#include "checkpoint/safetensors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <system_error>
#include <tuple>
#include <utility>

#include "checkpoint/tensor_file.hpp"
#include "support/error.hpp"
#include "support/file.hpp"

namespace typenet::checkpoint {
namespace {

// Floats are copied as they are in memory.
static_assert(std::endian::native == std::endian::little && sizeof(float) == 4);

struct expected_tensor {
    std::string name;
    std::vector<std::int64_t> shape;
    std::uint64_t bytes;
    bool optional = false;
};

template <typename Tensor>
std::vector<expected_tensor> expected_of(std::span<const Tensor> tensors) {
    std::vector<expected_tensor> expected;
    std::set<std::string> names{metadata_key};
    for (const Tensor& t : tensors) {
        std::size_t count = 1;
        for (const std::int64_t n : t.shape) count *= static_cast<std::size_t>(n);
        if (count != t.values.size() || !names.insert(t.name).second)
            throw std::invalid_argument("tensor " + t.name + " is not as its shape says, or twice");
        bool optional = false;
        if constexpr (requires { t.present; }) optional = t.present != nullptr;
        expected.push_back({t.name, t.shape, t.values.size_bytes(), optional});
    }
    return expected;
}

/// The longest header that is read or written: the tensors' entries, written as wastefully as JSON
/// allows without being silly (every byte of a name as \u0000, 20 digits a number), and 1 MiB.
std::uint64_t longest_header(std::span<const expected_tensor> expected) {
    std::uint64_t bytes = 1 << 20;
    for (const expected_tensor& t : expected)
        bytes += 256 + 6 * t.name.size() + 32 * t.shape.size();
    return bytes;
}

std::string named(const std::string& name, const auto& shape) {
    return printable(name) + " " + described(shape);
}

std::vector<tensor_shape> in_order(const tensor_file& file) {
    std::vector<std::pair<std::uint64_t, tensor_shape>> order;
    for (const auto& [name, tensor] : file.tensors())
        order.push_back({tensor.begin, {printable(name), described(tensor.shape)}});
    std::ranges::sort(order, {}, [](const auto& entry) { return entry.first; });
    std::vector<tensor_shape> tensors;
    for (auto& [begin, tensor] : order) tensors.push_back(std::move(tensor));
    return tensors;
}

/// One file being checked; every member throws typenet::error at the first fault.
class reader {
public:
    reader(const std::filesystem::path& path, std::vector<expected_tensor> expected)
        : expected_(std::move(expected)), file_(path, "checkpoint", longest_header(expected_)) {
        compare_network();
        std::erase_if(expected_,
                      [&](const expected_tensor& t) { return !file_.tensors().contains(t.name); });
        compare_layout();
    }

    [[nodiscard]] const std::map<std::string, std::string>& metadata() const {
        return file_.metadata();
    }

    /// The data, all of it read before any of it is given away.
    std::vector<std::byte> data() {
        std::vector<std::byte> bytes(data_size());
        file_.read_data(0, bytes);
        return bytes;
    }

    /// Where the data of a tensor begin, in bytes from the start of all data; nothing, if it is not
    /// there and need not be.
    [[nodiscard]] std::optional<std::uint64_t> begin_of(const std::string& name) const {
        const auto found = file_.tensors().find(name);
        if (found == file_.tensors().end()) return std::nullopt;
        return found->second.begin;
    }

private:
    [[nodiscard]] std::uint64_t data_size() const {
        std::uint64_t bytes = 0;
        for (const expected_tensor& t : expected_) bytes += t.bytes;
        return bytes;
    }

    /// Names and shapes, in one message: the first that differs, what is missing, what is too much.
    void compare_network() const {
        std::vector<std::string> missing;
        std::vector<std::string> superfluous;
        std::vector<std::string> faults;
        std::set<std::string> known;
        for (const auto& [name, shape, bytes, optional] : expected_) {
            known.insert(name);
            const auto found = file_.tensors().find(name);
            if (found == file_.tensors().end() && optional) continue;
            if (found == file_.tensors().end())
                missing.push_back(named(name, shape));
            else if (faults.empty() && !std::ranges::equal(shape, found->second.shape, same))
                faults.push_back(fmt::format("expected {}, found {}", named(name, shape),
                                             named(name, found->second.shape)));
        }
        for (const auto& [name, tensor] : file_.tensors())
            if (!known.contains(name)) superfluous.push_back(named(name, tensor.shape));
        if (!missing.empty()) faults.push_back("missing " + first_of(missing));
        if (!superfluous.empty()) faults.push_back("superfluous " + first_of(superfluous));
        if (!faults.empty())
            throw other_network(
                fmt::format("{} is of another network: {}", file_.who(), fmt::join(faults, "; ")),
                in_order(file_));
    }

    static bool same(std::int64_t a, std::uint64_t b) { return std::cmp_equal(a, b); }

    static std::string first_of(const std::vector<std::string>& all) {
        return all.size() == 1 ? all[0] : fmt::format("{} and {} more", all[0], all.size() - 1);
    }

    /// Types, offsets and the file's size, once names and shapes are known to be right.
    void compare_layout() const {
        std::vector<std::tuple<std::uint64_t, std::uint64_t, const std::string*>> order;
        for (const expected_tensor& t : expected_) {
            const stored_tensor& found = file_.tensors().at(t.name);
            if (found.dtype != "F32")
                throw error(fmt::format("{}: expected {} as F32, found {}", file_.who(), t.name,
                                        printable(found.dtype)));
            if (found.end < found.begin || found.end - found.begin != t.bytes)
                file_.damaged("expected {} to have {} bytes, found it at {} to {}", t.name, t.bytes,
                              found.begin, found.end);
            order.emplace_back(found.begin, found.end, &t.name);
        }
        std::ranges::sort(order);
        std::uint64_t next = 0;
        for (const auto& [begin, end, name] : order) {
            if (begin != next)
                file_.damaged("expected {} at byte {}, found it at {}", *name, next, begin);
            next = end;
        }
        const std::uint64_t size = length_bytes + file_.header_bytes() + data_size();
        if (file_.file_bytes() != size)
            file_.damaged("expected {} bytes, found {}", size, file_.file_bytes());
    }

    std::vector<expected_tensor> expected_;
    tensor_file file_;
};

}  // namespace

contents read_contents(const std::filesystem::path& path) {
    const tensor_file file(path, "checkpoint", longest_unknown_header);
    return {file.metadata(), in_order(file)};
}

void write_safetensors(const std::filesystem::path& path, std::span<const tensor_in> tensors,
                       const std::map<std::string, std::string>& metadata,
                       const std::function<void()>& before_replacing) {
    const std::vector<expected_tensor> expected = expected_of(tensors);
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty()) header[metadata_key] = metadata;
    std::uint64_t begin = 0;
    for (const expected_tensor& t : expected) {
        header[t.name] = {
            {"dtype", "F32"}, {"shape", t.shape}, {"data_offsets", {begin, begin + t.bytes}}};
        begin += t.bytes;
    }
    std::string text;
    try {
        text = header.dump();
    } catch (const nlohmann::json::type_error&) {
        throw error(
            fmt::format("cannot write {}: a text in its metadata is not UTF-8", path.string()));
    }
    text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the data are aligned
    if (text.size() > longest_header(expected))
        throw error(fmt::format("cannot write {}: expected a header of at most {} bytes, found {}",
                                path.string(), longest_header(expected), text.size()));

    const auto length = std::bit_cast<std::array<std::byte, 8>>(std::uint64_t{text.size()});
    std::vector<std::span<const std::byte>> pieces{length, std::as_bytes(std::span(text))};
    for (const tensor_in& t : tensors) pieces.push_back(std::as_bytes(t.values));
    support::write_atomically(path, pieces, before_replacing);
}

std::map<std::string, std::string> read_safetensors(const std::filesystem::path& path,
                                                    std::span<const tensor_out> tensors) {
    reader file(path, expected_of(tensors));
    const std::vector<std::byte> data = file.data();
    for (const tensor_out& t : tensors) {
        const auto begin = file.begin_of(t.name);
        if (t.present != nullptr) *t.present = begin.has_value();
        if (begin && !t.values.empty())
            std::memcpy(t.values.data(), data.data() + *begin, t.values.size_bytes());
    }
    return file.metadata();
}

}  // namespace typenet::checkpoint
