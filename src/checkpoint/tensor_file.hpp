// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "support/error.hpp"

namespace typenet::checkpoint {

/// The key of the texts beside the tensors.
inline constexpr const char* metadata_key = "__metadata__";
/// A file begins with the length of its header, a u64.
inline constexpr std::uint64_t length_bytes = 8;

/// The longest header of a file whose tensors are not known before.
inline constexpr std::uint64_t longest_unknown_header = 16 << 20;

/// What the header says of a tensor. Nothing of it is checked but that they are whole numbers.
struct stored_tensor {
    std::string dtype;
    std::vector<std::uint64_t> shape;
    std::uint64_t begin;  ///< in bytes from the start of all data
    std::uint64_t end;
};

/// A name from a file, fit for one line of a terminal.
std::string printable(const std::string& name);

/// "[5,5,1,32]".
template <typename Integer>
std::string described(const std::vector<Integer>& shape) {
    constexpr std::size_t longest = 8;
    const std::size_t shown = shape.size() < longest ? shape.size() : longest;
    return fmt::format(
        "[{}{}]", fmt::join(shape.begin(), shape.begin() + static_cast<std::ptrdiff_t>(shown), ","),
        shape.size() > shown ? ",..." : "");
}

/// A safetensors file whose header is read: well-formed JSON of the right form, with no key twice.
/// Names, types, sizes and offsets are for others to judge.
///
/// **Errors**: typenet::error in one sentence, which begins with `what` the file is and its name;
/// of every member.
class tensor_file {
public:
    /// No header is longer than `longest_header`; it is checked before memory is asked for.
    tensor_file(const std::filesystem::path& path, std::string what, std::uint64_t longest_header);

    [[nodiscard]] const std::map<std::string, stored_tensor>& tensors() const { return tensors_; }
    [[nodiscard]] const std::map<std::string, std::string>& metadata() const { return metadata_; }
    [[nodiscard]] std::uint64_t header_bytes() const { return header_bytes_; }
    [[nodiscard]] std::uint64_t file_bytes() const { return file_bytes_; }
    /// All that is behind the header.
    [[nodiscard]] std::uint64_t data_bytes() const {
        return file_bytes_ - length_bytes - header_bytes_;
    }

    /// Fills `bytes` with the data from byte `begin` on.
    void read_data(std::uint64_t begin, std::span<std::byte> bytes);

    /// "checkpoint FILE".
    [[nodiscard]] const std::string& who() const { return who_; }

    template <typename... Args>
    [[noreturn]] void damaged(fmt::format_string<Args...> text, Args&&... args) const {
        throw error(
            fmt::format("{} is damaged: {}", who_, fmt::format(text, std::forward<Args>(args)...)));
    }

private:
    [[noreturn]] void cannot_read() const;
    std::uint64_t size();
    void read_exactly(std::span<std::byte> bytes);
    std::string header_text(std::uint64_t longest);
    void take_header(const std::string& text);

    std::string who_;
    std::ifstream file_;
    std::uint64_t file_bytes_ = 0;
    std::uint64_t header_bytes_ = 0;
    std::map<std::string, stored_tensor> tensors_;
    std::map<std::string, std::string> metadata_;
};

}  // namespace typenet::checkpoint
