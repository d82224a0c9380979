// SPDX-License-Identifier: BSL-1.0
#include "support/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

#include "support/error.hpp"

namespace typenet::support {
namespace {

namespace fs = std::filesystem;

std::string reason(int code) { return std::generic_category().message(code); }

[[noreturn]] void fail(const fs::path& path, const std::string& why) {
    throw error(fmt::format("cannot write {}: {}", path.string(), why));
}

class descriptor {
public:
    explicit descriptor(int fd) : fd_(fd) {}
    ~descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;

    [[nodiscard]] int get() const { return fd_; }

private:
    int fd_;
};

constexpr std::string_view temporary_begin = ".typenet-";
constexpr std::string_view temporary_end = ".tmp";
std::string temporary_name(std::string_view which) {
    return fmt::format("{}{}-{}{}", temporary_begin, ::getpid(), which, temporary_end);
}

/// A new file in a folder, removed again unless it was renamed.
class temporary_file {
public:
    /// The name says nothing of the final one, which may already be as long as names can be.
    explicit temporary_file(int folder) : folder_(folder), fd_(create()) {}
    ~temporary_file() {
        if (!renamed_ && fd_.get() >= 0) ::unlinkat(folder_, name_.c_str(), 0);
    }
    temporary_file(const temporary_file&) = delete;
    temporary_file& operator=(const temporary_file&) = delete;

    [[nodiscard]] int get() const { return fd_.get(); }
    [[nodiscard]] bool rename(const fs::path& name) {
        renamed_ = ::renameat(folder_, name_.c_str(), folder_, name.c_str()) == 0;
        return renamed_;
    }

private:
    // A killed process of the same number may have left its file: then the next name is tried.
    int create() {
        constexpr int attempts = 100;
        int fd = -1;
        for (int i = 0; i < attempts && fd < 0; ++i) {
            name_ = temporary_name(fmt::to_string(i));
            fd = ::openat(folder_, name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
            if (fd < 0 && errno != EEXIST) break;
        }
        // Says, as long as this process lives, that the file is in use.
        if (fd >= 0) ::flock(fd, LOCK_EX | LOCK_NB);
        return fd;
    }

    int folder_;
    std::string name_;
    descriptor fd_;
    bool renamed_ = false;
};

[[nodiscard]] bool write_all(int fd, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) return false;
        if (written > 0) bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

/// Where the bytes go: `path`, or what it links to. Devices, folders and files the user protected
/// are refused here, since a rename would replace them.
fs::path destination(const fs::path& path) {
    std::error_code code;
    const fs::file_status status = fs::status(path, code);
    if (status.type() == fs::file_type::not_found) return path;
    if (code) fail(path, code.message());
    if (fs::is_directory(status)) fail(path, reason(EISDIR));
    if (!fs::is_regular_file(status)) fail(path, "Not a regular file");
    if (::access(path.c_str(), W_OK) != 0) fail(path, reason(errno));
    fs::path real = fs::canonical(path, code);
    if (code) fail(path, code.message());
    return real;
}

/// The folder of a file that is to be written, open, and the file's name in it.
struct place {
    explicit place(const fs::path& path)
        : real(destination(path)),
          parent(real.has_parent_path() ? real.parent_path() : fs::path(".")),
          folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        if (!real.has_filename()) fail(path, reason(EISDIR));
        if (folder.get() < 0)
            fail(path, fmt::format("its folder {}: {}", parent.string(), reason(errno)));
    }

    fs::path real;
    fs::path parent;
    descriptor folder;
};

/// Removes the temporary files of processes that were killed: nobody holds their lock.
void remove_abandoned(const fs::path& folder) {
    std::error_code code;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end;
         entry.increment(code)) {
        if (!is_temporary_name(entry->path().filename())) continue;
        const descriptor file(
            ::open(entry->path().c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        if (file.get() >= 0 && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0)
            ::unlink(entry->path().c_str());
    }
}

}  // namespace

void write_atomically(const fs::path& path, std::span<const std::span<const std::byte>> pieces,
                      const std::function<void()>& before_replacing) {
    const place at(path);
    temporary_file file(at.folder.get());
    if (file.get() < 0) fail(path, reason(errno));
    for (const std::span<const std::byte> piece : pieces)
        if (!write_all(file.get(), piece)) fail(path, reason(errno));
    if (::fsync(file.get()) != 0) fail(path, reason(errno));
    if (before_replacing) before_replacing();
    if (!file.rename(at.real.filename())) fail(path, reason(errno));
    // EINVAL: a file system that cannot sync folders.
    if (::fsync(at.folder.get()) != 0 && errno != EINVAL)
        fail(path, fmt::format("it is there, but syncing its folder: {}", reason(errno)));
}

void keep_as(const fs::path& path, const fs::path& newer) {
    const place from(path);
    const place to(newer);
    if (std::error_code ignored; !fs::exists(from.real, ignored)) return;
    const std::string name = temporary_name("kept");
    ::unlinkat(to.folder.get(), name.c_str(), 0);
    const bool linked = ::linkat(from.folder.get(), from.real.filename().c_str(), to.folder.get(),
                                 name.c_str(), 0) == 0;
    const fs::path source = linked ? fs::path(name) : from.real.filename();
    const int folder = linked ? to.folder.get() : from.folder.get();
    if (::renameat(folder, source.c_str(), to.folder.get(), to.real.filename().c_str()) != 0)
        fail(newer, reason(errno));
    // A rename to another name of the same file does nothing, and leaves both.
    if (linked) ::unlinkat(to.folder.get(), name.c_str(), 0);
}

void expect_writable(const fs::path& path, std::uint64_t bytes) {
    const place at(path);
    remove_abandoned(at.parent);
    const temporary_file file(at.folder.get());
    if (file.get() < 0) fail(path, reason(errno));
    if (bytes == 0) return;
    const int code = ::posix_fallocate(file.get(), 0, static_cast<off_t>(bytes));
    // Some systems cannot say.
    if (code != 0 && code != EOPNOTSUPP && code != EINVAL)
        fail(path, fmt::format("expected room for {} bytes: {}", bytes, reason(code)));
}

bool is_temporary_name(const fs::path& name) {
    const std::string text = name.string();
    return text.starts_with(temporary_begin) && text.ends_with(temporary_end);
}

}  // namespace typenet::support
