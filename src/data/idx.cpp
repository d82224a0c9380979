// SPDX-License-Identifier: BSL-1.0
#include "data/idx.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "data/folder.hpp"
#include "support/error.hpp"

namespace typenet::data {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t chunk_bytes = std::size_t{1} << 20;

/// The parts as one text. (g++ 12 warns of an overflow inside fmt::join, wrongly.)
template <typename Part>
std::string joined(const std::vector<Part>& parts, std::string_view between) {
    std::string text;
    for (const Part& part : parts) {
        if (!text.empty()) text += between;
        text += fmt::to_string(part);
    }
    return text;
}

/// One IDX file, read from front to back. zlib reads plain files as they are.
class idx_file {
public:
    explicit idx_file(fs::path path) : path_(std::move(path)), zipped_(path_.extension() == ".gz") {
        std::error_code ignored;
        if (!fs::is_regular_file(path_, ignored)) fail("a file", "something else of that name");
        file_.reset(gzopen(path_.c_str(), "rb"));
        if (!file_) fail("a readable file", std::generic_category().message(errno));
        const bool is_gzip = gzdirect(file_.get()) == 0;
        if (zipped_ && !is_gzip) fail("gzip data", "none");
        if (!zipped_ && is_gzip) fail("uncompressed IDX data", "gzip data (add .gz to its name)");
    }

    [[noreturn]] void fail(std::string_view expected, std::string_view found) const {
        throw error(fmt::format("{}: expected {}, found {}", path_.string(), expected, found));
    }

    /// Fills `out` as far as the file goes; the number of bytes.
    std::size_t read(std::span<std::uint8_t> out) {
        const int got = gzread(file_.get(), out.data(), static_cast<unsigned>(out.size()));
        if (got < 0 || static_cast<std::size_t>(got) < out.size()) {
            int code = Z_OK;
            const std::string message = gzerror(file_.get(), &code);
            if (code == Z_BUF_ERROR) fail("a whole gzip file", "one that is cut off");
            if (code == Z_DATA_ERROR) fail("intact gzip data", "corrupt data");
            if (code != Z_OK) fail("a readable file", message);
        }
        return static_cast<std::size_t>(got);
    }

    /// The next big-endian 32-bit number of the header.
    std::uint32_t header_word() {
        std::array<std::uint8_t, 4> bytes{};
        const std::size_t got = read(bytes);
        header_bytes_ += got;
        if (got < bytes.size()) {
            fail("an IDX header", fmt::format("the file's end after {} bytes", header_bytes_));
        }
        return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
               std::uint32_t{bytes[2]} << 8 | std::uint32_t{bytes[3]};
    }

    /// The bytes after the header: exactly `size` of them, or an error.
    std::vector<std::uint8_t> body(std::uint64_t size) {
        const std::uint64_t whole = header_bytes_ + size;
        const auto wrong_length = [&](std::string_view found) {
            fail(fmt::format("{} bytes{}", whole, zipped_ ? " when decompressed" : ""), found);
        };
        if (!zipped_ && fs::file_size(path_) != whole) {
            wrong_length(fmt::to_string(fs::file_size(path_)));
        }
        std::vector<std::uint8_t> bytes;
        while (bytes.size() < size) {
            const std::size_t before = bytes.size();
            const auto wanted =
                static_cast<std::size_t>(std::min<std::uint64_t>(chunk_bytes, size - before));
            bytes.resize(before + wanted);
            const std::size_t got = read(std::span(bytes).subspan(before));
            if (got < wanted) wrong_length(fmt::to_string(header_bytes_ + before + got));
        }
        // Asking for one byte more also makes zlib compare the checksum.
        std::array<std::uint8_t, 1> beyond{};
        if (read(beyond) != 0) wrong_length("more");
        return bytes;
    }

private:
    struct close_file {
        void operator()(gzFile_s* file) const { gzclose(file); }
    };
    fs::path path_;
    bool zipped_;
    std::unique_ptr<gzFile_s, close_file> file_;
    std::uint64_t header_bytes_ = 0;
};

/// Opens the one of `names`, plain before gzipped, that is in the folder, or in a folder of its own
/// name there, as some archives are unpacked. A file goes before such a folder.
idx_file open_one_of(const fs::path& folder, const std::vector<std::string>& names) {
    std::error_code ignored;
    std::vector<fs::path> no_files;
    for (const bool in_own_folder : {false, true}) {
        for (const std::string_view ending : {"", ".gz"}) {
            for (const std::string& name : names) {
                fs::path path = folder / (name + std::string(ending));
                if (in_own_folder) path /= path.filename();
                if (fs::is_regular_file(path, ignored)) return idx_file(path);
                if (fs::exists(path, ignored)) no_files.push_back(path);
            }
        }
    }
    if (!no_files.empty()) return idx_file(no_files.front());  // which says what it is
    throw error(fmt::format("{}: expected a file {} (or one of these with .gz), found none",
                            folder.string(), joined(names, " or ")));
}

/// Reads a header and checks it: unsigned bytes, and items of the dimensions `item`. Returns the
/// number of items, within the limits.
std::uint64_t read_header(idx_file& file, const std::vector<std::uint32_t>& item) {
    constexpr std::uint32_t unsigned_bytes = 0x08;  // third byte of the magic number
    const auto rank = static_cast<std::uint32_t>(item.size() + 1);
    const std::uint32_t magic = file.header_word();
    if (magic >> 8 != unsigned_bytes) {
        file.fail(fmt::format("the IDX magic number {:#010x}", unsigned_bytes << 8 | rank),
                  fmt::format("{:#010x}", magic));
    }
    if ((magic & 0xFF) != rank) {
        file.fail(fmt::format("an array of rank {}", rank), fmt::format("rank {}", magic & 0xFF));
    }
    const std::uint64_t count = file.header_word();
    std::vector<std::uint32_t> found(item.size());
    for (std::uint32_t& dimension : found) dimension = file.header_word();
    if (found != item) {
        file.fail(fmt::format("images of {}", joined(item, " x ")), joined(found, " x "));
    }
    std::uint64_t item_bytes = 1;
    for (const std::uint32_t dimension : item) item_bytes *= dimension;
    const std::uint64_t most = std::min<std::uint64_t>(most_items, most_bytes / item_bytes);
    if (count < 1 || count > most) {
        file.fail(fmt::format("1 to {} items", most), fmt::to_string(count));
    }
    return count;
}

/// Reads the images and labels named "train…" or "t10k…", of which the first `set_aside` are for
/// another use.
labelled_images load_part(const fs::path& folder, const std::string& part, image_size size,
                          int classes, std::size_t set_aside) {
    std::vector<std::uint32_t> item{static_cast<std::uint32_t>(size.height),
                                    static_cast<std::uint32_t>(size.width)};
    std::vector<std::string> names{part + "-images-idx3-ubyte", part + "-images.idx3-ubyte"};
    if (size.channels > 1) {
        item.push_back(static_cast<std::uint32_t>(size.channels));
        names.push_back(part + "-images-idx4-ubyte");
        names.push_back(part + "-images.idx4-ubyte");
    }
    idx_file image_file = open_one_of(folder, names);
    idx_file label_file =
        open_one_of(folder, {part + "-labels-idx1-ubyte", part + "-labels.idx1-ubyte"});

    const std::uint64_t count = read_header(image_file, item);
    if (count <= set_aside) {
        image_file.fail(fmt::format("more than {0} images, of which the first {0} are the "
                                    "validation set",
                                    set_aside),
                        fmt::to_string(count));
    }
    const std::uint64_t label_count = read_header(label_file, {});
    if (label_count != count) {
        label_file.fail(fmt::format("{} labels, one for each image", count),
                        fmt::to_string(label_count));
    }

    labelled_images result{size, image_file.body(count * size.pixels()), label_file.body(count)};
    const auto wrong =
        std::ranges::find_if(result.labels, [&](std::uint8_t label) { return label >= classes; });
    if (wrong != result.labels.end()) {
        label_file.fail(fmt::format("labels below {}", classes),
                        fmt::format("{} as label number {} (counted from 0)", *wrong,
                                    std::distance(result.labels.begin(), wrong)));
    }
    return result;
}

/// Takes the first `count` images out of `from`.
labelled_images take_first(labelled_images& from, std::size_t count) {
    const auto pixels_end =
        std::next(from.pixels.begin(), static_cast<std::ptrdiff_t>(count * from.size.pixels()));
    const auto labels_end = std::next(from.labels.begin(), static_cast<std::ptrdiff_t>(count));
    labelled_images first{
        from.size, {from.pixels.begin(), pixels_end}, {from.labels.begin(), labels_end}};
    from.pixels.erase(from.pixels.begin(), pixels_end);
    from.labels.erase(from.labels.begin(), labels_end);
    return first;
}

void expect_folder(const fs::path& folder) {
    if (std::error_code ignored; !fs::is_directory(folder, ignored)) {
        throw error(fmt::format("{}: expected a folder with a data set, found {}", folder.string(),
                                fs::exists(folder, ignored) ? "a file" : "nothing of that name"));
    }
}

}  // namespace

std::vector<fs::path> idx_files(const fs::path& folder) {
    expect_folder(folder);
    std::vector<fs::path> files;
    for (const fs::path& entry : entries_of(folder)) {
        const fs::path name = entry.filename();
        if (name.string().find("-ubyte") == std::string::npos) continue;
        std::error_code ignored;
        files.push_back(fs::is_directory(entry, ignored) ? entry / name : entry);
    }
    return files;
}

dataset load_idx(const fs::path& folder, image_size expected, int classes) {
    expect_folder(folder);
    dataset result;
    result.train = load_part(folder, "train", expected, classes, validation_images);
    result.validation = take_first(result.train, validation_images);
    result.test = load_part(folder, "t10k", expected, classes, 0);
    result.description = fmt::format("IDX files of {}", folder.string());
    return result;
}

}  // namespace typenet::data
