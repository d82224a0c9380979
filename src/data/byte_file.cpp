// SPDX-License-Identifier: BSL-1.0
#include "data/byte_file.hpp"

#include <fmt/format.h>
#include <lzma.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "support/error.hpp"

namespace typenet::data {

namespace fs = std::filesystem;

/// What is wrong with a file, in the two halves of its sentence.
struct complaint {
    std::string_view expected;
    std::string found;
};

class byte_source {
public:
    byte_source() = default;
    byte_source(const byte_source&) = delete;
    byte_source& operator=(const byte_source&) = delete;
    virtual ~byte_source() = default;

    /// Fills `out` as far as the bytes go; how many, or throws a complaint.
    virtual std::size_t read(std::span<std::uint8_t> out) = 0;
};

namespace {

constexpr std::size_t chunk_bytes = std::size_t{1} << 20;

complaint unreadable() { return {"a readable file", std::generic_category().message(errno)}; }

/// zlib reads plain files as they are.
class gzip_source : public byte_source {
public:
    explicit gzip_source(const fs::path& path) : file_(gzopen(path.c_str(), "rb")) {
        if (!file_) throw unreadable();
    }

    [[nodiscard]] bool is_gzip() { return gzdirect(file_.get()) == 0; }

    std::size_t read(std::span<std::uint8_t> out) override {
        const int got = gzread(file_.get(), out.data(), static_cast<unsigned>(out.size()));
        if (got < 0 || static_cast<std::size_t>(got) < out.size()) {
            int code = Z_OK;
            const std::string message = gzerror(file_.get(), &code);
            if (code == Z_BUF_ERROR) throw complaint{"a whole gzip file", "one that is cut off"};
            if (code == Z_DATA_ERROR) throw complaint{"intact gzip data", "corrupt data"};
            if (code != Z_OK) throw complaint{"a readable file", message};
        }
        return static_cast<std::size_t>(got);
    }

private:
    struct close_file {
        void operator()(gzFile_s* file) const { gzclose(file); }
    };
    std::unique_ptr<gzFile_s, close_file> file_;
};

class xz_source : public byte_source {
public:
    explicit xz_source(const fs::path& path) : file_(std::fopen(path.c_str(), "rb")) {
        if (!file_) throw unreadable();
        constexpr std::uint64_t most_memory = std::uint64_t{80} << 20;
        if (lzma_stream_decoder(&stream_, most_memory, LZMA_CONCATENATED) != LZMA_OK)
            throw complaint{"memory to decompress it", "too little"};
    }
    ~xz_source() override { lzma_end(&stream_); }
    xz_source(const xz_source&) = delete;
    xz_source& operator=(const xz_source&) = delete;

    std::size_t read(std::span<std::uint8_t> out) override {
        stream_.next_out = out.data();
        stream_.avail_out = out.size();
        while (stream_.avail_out > 0 && !ended_) {
            if (stream_.avail_in == 0 && std::feof(file_.get()) == 0) refill();
            const bool is_last = std::feof(file_.get()) != 0;
            const lzma_ret code = lzma_code(&stream_, is_last ? LZMA_FINISH : LZMA_RUN);
            if (code == LZMA_STREAM_END)
                ended_ = true;
            else if (code != LZMA_OK)
                throw complaint_of(code);
        }
        return out.size() - stream_.avail_out;
    }

private:
    void refill() {
        stream_.next_in = piece_.data();
        stream_.avail_in = std::fread(piece_.data(), 1, piece_.size(), file_.get());
        if (std::ferror(file_.get()) != 0) throw unreadable();
    }

    static complaint complaint_of(lzma_ret code) {
        switch (code) {
            case LZMA_FORMAT_ERROR:
                return {"xz data", "none"};
            case LZMA_BUF_ERROR:
                return {"a whole xz file", "one that is cut off"};
            case LZMA_MEMLIMIT_ERROR:
                return {"an xz file that is decompressed in 80 MiB", "one that needs more"};
            case LZMA_OPTIONS_ERROR:
                return {"an xz file of a known kind", "another"};
            case LZMA_MEM_ERROR:
                return {"memory to decompress it", "too little"};
            default:
                return {"intact xz data", "corrupt data"};
        }
    }

    struct close_file {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, close_file> file_;
    lzma_stream stream_ = LZMA_STREAM_INIT;
    std::array<std::uint8_t, 65536> piece_{};
    bool ended_ = false;
};

}  // namespace

byte_file::byte_file(fs::path path, std::string_view format)
    : path_(std::move(path)), format_(format), packed_(unpacked_name(path_) != path_.filename()) {
    std::error_code ignored;
    if (!fs::is_regular_file(path_, ignored)) fail("a file", "something else of that name");
    try {
        if (path_.extension() == ".xz") {
            source_ = std::make_unique<xz_source>(path_);
            return;
        }
        auto source = std::make_unique<gzip_source>(path_);
        if (packed_ && !source->is_gzip()) fail("gzip data", "none");
        if (!packed_ && source->is_gzip())
            fail(fmt::format("uncompressed {} data", format_), "gzip data (add .gz to its name)");
        source_ = std::move(source);
    } catch (const complaint& c) {
        fail(c.expected, c.found);
    }
}

byte_file::byte_file(byte_file&&) noexcept = default;
byte_file& byte_file::operator=(byte_file&&) noexcept = default;
byte_file::~byte_file() = default;

void byte_file::fail(std::string_view expected, std::string_view found) const {
    throw error(fmt::format("{}: expected {}, found {}", path_.string(), expected, found));
}

std::size_t byte_file::read(std::span<std::uint8_t> out) {
    try {
        return source_->read(out);
    } catch (const complaint& c) {
        fail(c.expected, c.found);
    }
}

void byte_file::header(std::span<std::uint8_t> out) {
    const std::size_t got = read(out);
    header_bytes_ += got;
    if (got < out.size())
        fail(fmt::format("an {} header", format_),
             fmt::format("the file's end after {} bytes", header_bytes_));
}

void byte_file::body(std::uint64_t size,
                     const std::function<void(std::span<const std::uint8_t>)>& use) {
    const std::uint64_t whole = header_bytes_ + size;
    const auto wrong_length = [&](std::string_view found) {
        fail(fmt::format("{} bytes{}", whole, packed_ ? " when decompressed" : ""), found);
    };
    if (!packed_ && fs::file_size(path_) != whole)
        wrong_length(fmt::to_string(fs::file_size(path_)));
    std::vector<std::uint8_t> piece(
        static_cast<std::size_t>(std::min<std::uint64_t>(chunk_bytes, size)));
    for (std::uint64_t done = 0; done < size;) {
        piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(chunk_bytes, size - done)));
        const std::size_t got = read(piece);
        if (got < piece.size()) wrong_length(fmt::to_string(header_bytes_ + done + got));
        use(piece);
        done += got;
    }
    // Asking for one byte more also makes the decompressors compare their checksums.
    std::array<std::uint8_t, 1> beyond{};
    if (read(beyond) != 0) wrong_length("more");
}

std::vector<std::uint8_t> byte_file::rest(std::uint64_t most) {
    std::vector<std::uint8_t> bytes;
    std::size_t got = chunk_bytes;
    for (std::size_t done = 0; got == chunk_bytes; done += got) {
        if (done > most) fail(fmt::format("at most {} bytes", most), "more");
        bytes.resize(done + chunk_bytes);
        got = read(std::span(bytes).subspan(done));
        bytes.resize(done + got);
    }
    if (bytes.size() > most)
        fail(fmt::format("at most {} bytes", most), fmt::to_string(bytes.size()));
    return bytes;
}

std::string unpacked_name(const fs::path& path) {
    const bool is_packed = path.extension() == ".gz" || path.extension() == ".xz";
    return (is_packed ? path.stem() : path.filename()).string();
}

std::optional<fs::path> find_file(const fs::path& folder, const std::vector<std::string>& names) {
    std::error_code ignored;
    std::optional<fs::path> no_file;
    for (const bool in_own_folder : {false, true}) {
        for (const std::string_view ending : {"", ".gz", ".xz"}) {
            for (const std::string& name : names) {
                fs::path path = folder / (name + std::string(ending));
                if (in_own_folder) path /= path.filename();
                if (fs::is_regular_file(path, ignored)) return path;
                if (!no_file && fs::exists(path, ignored)) no_file = path;
            }
        }
    }
    return no_file;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string text;
    for (const std::string& part : parts) {
        if (!text.empty()) text += between;
        text += part;
    }
    return text;
}

}  // namespace typenet::data
