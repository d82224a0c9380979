// SPDX-License-Identifier: BSL-1.0
#include "checkpoint/tensor_file.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <system_error>

namespace typenet::checkpoint {

namespace {

using nlohmann::json;

/// An array of whole numbers from 0 on that fit 64 bits; nothing, if it is not that.
std::optional<std::vector<std::uint64_t>> counts(const json& value, const char* key) {
    const auto found = value.find(key);
    if (found == value.end() || !found->is_array()) return std::nullopt;
    std::vector<std::uint64_t> numbers;
    for (const json& n : *found) {
        if (!n.is_number_unsigned()) return std::nullopt;
        numbers.push_back(n.get<std::uint64_t>());
    }
    return numbers;
}

/// The JSON library takes the last of two equal keys, skips a byte order mark and stops at a zero
/// byte; none of that is let through, since other readers would see another file.
json parse(const tensor_file& file, const std::string& text) {
    if (text.empty() || text.front() != '{')
        file.damaged("its header should begin with an opening brace");
    if (const std::size_t zero = text.find('\0'); zero != std::string::npos)
        file.damaged("its header is not JSON, at byte {} of {}", zero + 1, text.size());
    std::vector<std::set<std::string>> keys;
    const auto check = [&](int depth, json::parse_event_t event, const json& parsed) {
        using at = json::parse_event_t;
        if ((event == at::object_start || event == at::array_start) && depth > 2)
            file.damaged("its header is nested too deeply");
        if (event == at::object_start) keys.emplace_back();
        if (event == at::object_end) keys.pop_back();
        if (event == at::key && !keys.back().insert(parsed.get<std::string>()).second)
            file.damaged("its header has the key {} twice", printable(parsed.get<std::string>()));
        return true;
    };
    try {
        return json::parse(text, check);
    } catch (const json::parse_error& e) {
        file.damaged("its header is not JSON, at byte {} of {}", std::min(e.byte, text.size()),
                     text.size());
    } catch (const json::out_of_range&) {
        file.damaged("its header has a number that is too large");
    }
}

std::map<std::string, std::string> metadata_of(const tensor_file& file, const json& value) {
    if (!value.is_object()) file.damaged("its {} should be an object", metadata_key);
    std::map<std::string, std::string> texts;
    for (const auto& [key, text] : value.items()) {
        if (!text.is_string())
            file.damaged("the value of {} in its {} should be a string", printable(key),
                         metadata_key);
        texts.emplace(key, text.get<std::string>());
    }
    return texts;
}

stored_tensor tensor_of(const tensor_file& file, const std::string& name, const json& value) {
    const std::string who = printable(name);
    if (!value.is_object()) file.damaged("its entry {} should be an object", who);
    for (const auto& [key, unused] : value.items())
        if (key != "dtype" && key != "shape" && key != "data_offsets")
            file.damaged("its tensor {} has the unknown key {}", who, printable(key));
    if (!value.contains("dtype") || !value["dtype"].is_string())
        file.damaged("its tensor {} has no dtype", who);
    auto shape = counts(value, "shape");
    if (!shape) file.damaged("its tensor {} has no shape of whole numbers", who);
    const auto offsets = counts(value, "data_offsets");
    if (!offsets || offsets->size() != 2)
        file.damaged("its tensor {} has no data_offsets of two whole numbers", who);
    return {value["dtype"].get<std::string>(), *std::move(shape), (*offsets)[0], (*offsets)[1]};
}

}  // namespace

std::string printable(const std::string& name) {
    constexpr std::size_t longest = 60;
    std::string text = name.substr(0, longest);
    for (char& c : text)
        if (c < ' ' || c > '~') c = '?';
    return name.size() > longest ? text + "..." : text;
}

tensor_file::tensor_file(const std::filesystem::path& path, std::string what,
                         std::uint64_t longest_header)
    : who_(std::move(what) + " " + path.string()) {
    std::error_code code;
    const std::filesystem::file_status status = std::filesystem::status(path, code);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        throw error(fmt::format("cannot read {}: not a regular file", who_));
    errno = 0;
    file_.open(path, std::ios::binary);
    if (!file_) cannot_read();
    file_bytes_ = size();
    take_header(header_text(longest_header));
}

void tensor_file::read_data(std::uint64_t begin, std::span<std::byte> bytes) {
    file_.seekg(static_cast<std::streamoff>(length_bytes + header_bytes_ + begin));
    read_exactly(bytes);
}

void tensor_file::cannot_read() const {
    const int code = errno;
    throw error(fmt::format("cannot read {}: {}", who_,
                            code != 0 ? std::generic_category().message(code) : "it ended early"));
}

std::uint64_t tensor_file::size() {
    file_.seekg(0, std::ios::end);
    const std::streamoff end = file_.tellg();
    file_.seekg(0);
    if (!file_ || end < 0) cannot_read();
    return static_cast<std::uint64_t>(end);
}

void tensor_file::read_exactly(std::span<std::byte> bytes) {
    errno = 0;
    file_.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!file_) cannot_read();
}

std::string tensor_file::header_text(std::uint64_t longest) {
    if (file_bytes_ < length_bytes)
        damaged("expected at least {} bytes, found {}", length_bytes, file_bytes_);
    std::array<std::byte, length_bytes> length;
    read_exactly(length);
    header_bytes_ = std::bit_cast<std::uint64_t>(length);
    const std::uint64_t left = file_bytes_ - length_bytes;
    if (header_bytes_ > left)
        damaged("its header should have {} bytes, found {}", header_bytes_, left);
    if (header_bytes_ > longest)
        throw error(fmt::format("{}: expected a header of at most {} bytes, found {}", who_,
                                longest, header_bytes_));
    std::string text(header_bytes_, ' ');
    read_exactly(std::as_writable_bytes(std::span(text)));
    return text;
}

void tensor_file::take_header(const std::string& text) {
    const json header = parse(*this, text);
    for (const auto& [key, value] : header.items()) {
        if (key == metadata_key)
            metadata_ = metadata_of(*this, value);
        else
            tensors_.emplace(key, tensor_of(*this, key, value));
    }
}

}  // namespace typenet::checkpoint
