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

#include "support/error.hpp"
#include "support/file.hpp"

namespace typenet::checkpoint {
namespace {

// A file is the header's length as u64, the header as JSON, and the data; floats are copied as
// they are in memory.
static_assert(std::endian::native == std::endian::little && sizeof(float) == 4);
constexpr std::uint64_t length_bytes = 8;
constexpr const char* metadata_key = "__metadata__";

using nlohmann::json;

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

template <typename Integer>
std::string described(const std::vector<Integer>& shape) {
    constexpr std::size_t longest = 8;
    const std::size_t shown = std::min(shape.size(), longest);
    return fmt::format(
        "[{}{}]", fmt::join(shape.begin(), shape.begin() + static_cast<std::ptrdiff_t>(shown), ","),
        shape.size() > shown ? ",..." : "");
}
template <typename Integer>
std::string described(const std::string& name, const std::vector<Integer>& shape) {
    return printable(name) + " " + described(shape);
}

/// One file being checked; every member throws typenet::error at the first fault.
class reader {
public:
    reader(const std::filesystem::path& path, std::vector<expected_tensor> expected)
        : reader(path, longest_header(expected)) {
        expected_ = std::move(expected);
    }
    reader(const std::filesystem::path& path, std::uint64_t most_of_header)
        : path_(path.string()), most_of_header_(most_of_header) {
        std::error_code code;
        const std::filesystem::file_status status = std::filesystem::status(path, code);
        if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
            throw error(fmt::format("cannot read checkpoint {}: not a regular file", path_));
        errno = 0;
        file_.open(path, std::ios::binary);
        if (!file_) cannot_read();
        file_size_ = size();
    }

    void take_header() {
        const json header = parse(header_text());
        for (const auto& [key, value] : header.items())
            key == metadata_key ? take_metadata(value) : take_tensor(key, value);
    }

    void check_header() {
        take_header();
        compare_network();
        std::erase_if(expected_,
                      [&](const expected_tensor& t) { return !found_.contains(t.name); });
        compare_layout();
    }

    std::map<std::string, std::string> metadata() { return std::move(metadata_); }

    [[nodiscard]] std::vector<tensor_shape> found_in_order() const {
        std::vector<std::pair<std::uint64_t, tensor_shape>> order;
        for (const auto& [name, tensor] : found_)
            order.push_back({tensor.begin, {printable(name), described(tensor.shape)}});
        std::ranges::sort(order, {}, [](const auto& entry) { return entry.first; });
        std::vector<tensor_shape> tensors;
        for (auto& [begin, tensor] : order) tensors.push_back(std::move(tensor));
        return tensors;
    }

    /// The data, all of it read before any of it is given away.
    std::vector<std::byte> data() {
        std::vector<std::byte> bytes(data_size());
        read_exactly(bytes);
        return bytes;
    }

    /// Where the data of a tensor begin, in bytes from the start of all data; nothing, if it is not
    /// there and need not be.
    [[nodiscard]] std::optional<std::uint64_t> begin_of(const std::string& name) const {
        const auto found = found_.find(name);
        if (found == found_.end()) return std::nullopt;
        return found->second.begin;
    }

private:
    struct found_tensor {
        std::string dtype;
        std::vector<std::uint64_t> shape;
        std::uint64_t begin;
        std::uint64_t end;
    };

    [[noreturn]] void cannot_read() const {
        const int code = errno;
        throw error(
            fmt::format("cannot read checkpoint {}: {}", path_,
                        code != 0 ? std::generic_category().message(code) : "it ended early"));
    }

    template <typename... Args>
    [[noreturn]] void damaged(fmt::format_string<Args...> text, Args&&... args) const {
        throw error(fmt::format("checkpoint {} is damaged: {}", path_,
                                fmt::format(text, std::forward<Args>(args)...)));
    }

    std::uint64_t size() {
        file_.seekg(0, std::ios::end);
        const std::streamoff end = file_.tellg();
        file_.seekg(0);
        if (!file_ || end < 0) cannot_read();
        return static_cast<std::uint64_t>(end);
    }

    [[nodiscard]] std::uint64_t data_size() const {
        std::uint64_t bytes = 0;
        for (const expected_tensor& t : expected_) bytes += t.bytes;
        return bytes;
    }

    void read_exactly(std::span<std::byte> bytes) {
        errno = 0;
        file_.read(reinterpret_cast<char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
        if (!file_) cannot_read();
    }

    std::string header_text() {
        if (file_size_ < length_bytes)
            damaged("expected at least {} bytes, found {}", length_bytes, file_size_);
        std::array<std::byte, length_bytes> length;
        read_exactly(length);
        header_size_ = std::bit_cast<std::uint64_t>(length);
        const std::uint64_t left = file_size_ - length_bytes;
        if (header_size_ > left)
            damaged("its header should have {} bytes, found {}", header_size_, left);
        if (header_size_ > most_of_header_)
            throw error(
                fmt::format("checkpoint {}: expected a header of at most {} bytes, found {}", path_,
                            most_of_header_, header_size_));
        std::string text(header_size_, ' ');
        read_exactly(std::as_writable_bytes(std::span(text)));
        return text;
    }

    /// The JSON library takes the last of two equal keys, skips a byte order mark and stops at a
    /// zero byte; none of that is let through, since other readers would see another file.
    [[nodiscard]] json parse(const std::string& text) const {
        if (text.empty() || text.front() != '{')
            damaged("its header should begin with an opening brace");
        if (const std::size_t zero = text.find('\0'); zero != std::string::npos)
            damaged("its header is not JSON, at byte {} of {}", zero + 1, text.size());
        std::vector<std::set<std::string>> keys;
        const auto check = [&](int depth, json::parse_event_t event, const json& parsed) {
            using at = json::parse_event_t;
            if ((event == at::object_start || event == at::array_start) && depth > 2)
                damaged("its header is nested too deeply");
            if (event == at::object_start) keys.emplace_back();
            if (event == at::object_end) keys.pop_back();
            if (event == at::key && !keys.back().insert(parsed.get<std::string>()).second)
                damaged("its header has the key {} twice", printable(parsed.get<std::string>()));
            return true;
        };
        try {
            return json::parse(text, check);
        } catch (const json::parse_error& e) {
            damaged("its header is not JSON, at byte {} of {}", std::min(e.byte, text.size()),
                    text.size());
        } catch (const json::out_of_range&) {
            damaged("its header has a number that is too large");
        }
    }

    void take_metadata(const json& value) {
        if (!value.is_object()) damaged("its {} should be an object", metadata_key);
        for (const auto& [key, text] : value.items()) {
            if (!text.is_string())
                damaged("the value of {} in its {} should be a string", printable(key),
                        metadata_key);
            metadata_.emplace(key, text.get<std::string>());
        }
    }

    void take_tensor(const std::string& name, const json& value) {
        const std::string who = printable(name);
        if (!value.is_object()) damaged("its entry {} should be an object", who);
        for (const auto& [key, unused] : value.items())
            if (key != "dtype" && key != "shape" && key != "data_offsets")
                damaged("its tensor {} has the unknown key {}", who, printable(key));
        if (!value.contains("dtype") || !value["dtype"].is_string())
            damaged("its tensor {} has no dtype", who);
        auto shape = counts(value, "shape");
        if (!shape) damaged("its tensor {} has no shape of whole numbers", who);
        const auto offsets = counts(value, "data_offsets");
        if (!offsets || offsets->size() != 2)
            damaged("its tensor {} has no data_offsets of two whole numbers", who);
        found_.emplace(name, found_tensor{value["dtype"].get<std::string>(), *std::move(shape),
                                          (*offsets)[0], (*offsets)[1]});
    }

    /// An array of whole numbers from 0 on that fit 64 bits; nothing, if it is not that.
    static std::optional<std::vector<std::uint64_t>> counts(const json& value, const char* key) {
        const auto found = value.find(key);
        if (found == value.end() || !found->is_array()) return std::nullopt;
        std::vector<std::uint64_t> numbers;
        for (const json& n : *found) {
            if (!n.is_number_unsigned()) return std::nullopt;
            numbers.push_back(n.get<std::uint64_t>());
        }
        return numbers;
    }

    /// Names and shapes, in one message: the first that differs, what is missing, what is too much.
    void compare_network() const {
        std::vector<std::string> missing;
        std::vector<std::string> superfluous;
        std::vector<std::string> faults;
        std::set<std::string> known;
        for (const auto& [name, shape, bytes, optional] : expected_) {
            known.insert(name);
            const auto found = found_.find(name);
            if (found == found_.end() && optional) continue;
            if (found == found_.end())
                missing.push_back(described(name, shape));
            else if (faults.empty() && !std::ranges::equal(shape, found->second.shape, same))
                faults.push_back(fmt::format("expected {}, found {}", described(name, shape),
                                             described(name, found->second.shape)));
        }
        for (const auto& [name, tensor] : found_)
            if (!known.contains(name)) superfluous.push_back(described(name, tensor.shape));
        if (!missing.empty()) faults.push_back("missing " + first_of(missing));
        if (!superfluous.empty()) faults.push_back("superfluous " + first_of(superfluous));
        if (!faults.empty())
            throw other_network(fmt::format("checkpoint {} is of another network: {}", path_,
                                            fmt::join(faults, "; ")),
                                found_in_order());
    }

    static bool same(std::int64_t a, std::uint64_t b) { return std::cmp_equal(a, b); }

    static std::string first_of(const std::vector<std::string>& all) {
        return all.size() == 1 ? all[0] : fmt::format("{} and {} more", all[0], all.size() - 1);
    }

    /// Types, offsets and the file's size, once names and shapes are known to be right.
    void compare_layout() const {
        std::vector<std::tuple<std::uint64_t, std::uint64_t, const std::string*>> order;
        for (const expected_tensor& t : expected_) {
            const found_tensor& found = found_.at(t.name);
            if (found.dtype != "F32")
                throw error(fmt::format("checkpoint {}: expected {} as F32, found {}", path_,
                                        t.name, printable(found.dtype)));
            if (found.end < found.begin || found.end - found.begin != t.bytes)
                damaged("expected {} to have {} bytes, found it at {} to {}", t.name, t.bytes,
                        found.begin, found.end);
            order.emplace_back(found.begin, found.end, &t.name);
        }
        std::ranges::sort(order);
        std::uint64_t next = 0;
        for (const auto& [begin, end, name] : order) {
            if (begin != next)
                damaged("expected {} at byte {}, found it at {}", *name, next, begin);
            next = end;
        }
        const std::uint64_t size = length_bytes + header_size_ + data_size();
        if (file_size_ != size) damaged("expected {} bytes, found {}", size, file_size_);
    }

    std::string path_;
    std::uint64_t most_of_header_;
    std::vector<expected_tensor> expected_;
    std::ifstream file_;
    std::uint64_t file_size_ = 0;
    std::uint64_t header_size_ = 0;
    std::map<std::string, found_tensor> found_;
    std::map<std::string, std::string> metadata_;
};

}  // namespace

std::string printable(const std::string& name) {
    constexpr std::size_t longest = 60;
    std::string text = name.substr(0, longest);
    for (char& c : text)
        if (c < ' ' || c > '~') c = '?';
    return name.size() > longest ? text + "..." : text;
}

contents read_contents(const std::filesystem::path& path) {
    constexpr std::uint64_t most_of_header = 16 << 20;
    reader file(path, most_of_header);
    file.take_header();
    return {file.metadata(), file.found_in_order()};
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
    file.check_header();
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
