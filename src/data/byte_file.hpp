// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace typenet::data {

/// Where the bytes of a file come from, decompressed.
class byte_source;

/// A file that is read once from front to back. One whose name ends with .gz or .xz is decompressed
/// on the way, by zlib or liblzma, which also compare its checksums at its end.
///
/// **Errors**: every function throws typenet::error, one sentence with the file, the expected and
/// the found.
/// **Cost**: memory grows with the bytes really there, never with what a header claims; xz may take
/// up to 80 MiB to decompress, which all of its usual levels do with.
class byte_file {
public:
    /// `format` is a word for sentences, "IDX".
    byte_file(std::filesystem::path path, std::string_view format);
    byte_file(byte_file&&) noexcept;
    byte_file& operator=(byte_file&&) noexcept;
    ~byte_file();

    [[noreturn]] void fail(std::string_view expected, std::string_view found) const;

    /// Fills `out` with what is next of the file's header, all of it.
    void header(std::span<std::uint8_t> out);

    /// Gives `use` the bytes behind the header, exactly `size` of them, in pieces of at most 1 MiB;
    /// each but the last has a multiple of 8 bytes.
    void body(std::uint64_t size, const std::function<void(std::span<const std::uint8_t>)>& use);

    /// All that is left of a file that has at most `most` bytes.
    std::vector<std::uint8_t> rest(std::uint64_t most);

private:
    std::size_t read(std::span<std::uint8_t> out);

    std::filesystem::path path_;
    std::string_view format_;
    bool packed_ = false;
    std::unique_ptr<byte_source> source_;
    std::uint64_t header_bytes_ = 0;
};

/// A file's name without .gz or .xz at its end.
std::string unpacked_name(const std::filesystem::path& path);

/// The first of `names` that is in the folder, plain before .gz before .xz, or in a folder of its
/// own name there, as some archives are unpacked. A file goes before such a folder, and anything
/// else of that name is better than nothing: whoever opens it says what it is.
std::optional<std::filesystem::path> find_file(const std::filesystem::path& folder,
                                               const std::vector<std::string>& names);

/// The parts as one text. (g++ 12 warns of an overflow inside fmt::join, wrongly.)
std::string joined(const std::vector<std::string>& parts, std::string_view between);

}  // namespace typenet::data
