// SPDX-License-Identifier: BSL-1.0

// How files are replaced: what reaches the disk, in which order, and what happens when it cannot.
#include "support/file.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "catch.hpp"
#include "scratch_folder.hpp"
#include "support/error.hpp"

namespace {

namespace fs = std::filesystem;

/// Calls of the system as they came: "write", "sync file", "rename", "sync folder".
std::vector<std::string> calls;
/// The call that fails, and with which reason; none if empty.
std::string failing;
int reason = 0;

/// Notes a call; whether it may be done.
bool allowed(const char* call) {
    if (calls.empty() || calls.back() != call) calls.emplace_back(call);
    if (failing != call) return true;
    errno = reason;
    return false;
}

bool is_folder(int fd) {
    std::error_code ignored;
    return fs::is_directory("/proc/self/fd/" + std::to_string(fd), ignored);
}

}  // namespace

// In place of the C library's, for the whole program. What Catch writes goes to descriptors 1
// and 2.
extern "C" {
ssize_t write(int fd, const void* bytes, std::size_t count) {
    if (fd > 2 && !allowed("write")) return -1;
    return ::syscall(SYS_write, fd, bytes, count);
}
int fsync(int fd) {
    if (!allowed(is_folder(fd) ? "sync folder" : "sync file")) return -1;
    return static_cast<int>(::syscall(SYS_fsync, fd));
}
int renameat(int from_folder, const char* from, int to_folder, const char* to) {
    if (!allowed("rename")) return -1;
    return static_cast<int>(::syscall(SYS_renameat2, from_folder, from, to_folder, to, 0));
}
}

namespace {

/// A folder with a file in it.
struct folder_of_one : typenet::tests::scratch_folder {
    folder_of_one() { std::ofstream(file) << "old"; }

    [[nodiscard]] std::string content() const {
        std::ifstream from(file);
        return {std::istreambuf_iterator<char>(from), {}};
    }
    [[nodiscard]] auto files() const {
        return std::distance(fs::directory_iterator(path), fs::directory_iterator());
    }

    const fs::path file = path / "model";
};

/// What is said of writing "new" to the folder's file; nothing if it was written.
std::string attempt(const folder_of_one& in, const std::string& failing_call, int why) {
    const std::string text = "new";
    const std::span<const std::byte> piece = std::as_bytes(std::span(text));
    calls.clear();
    failing = failing_call;
    reason = why;
    std::string told;
    try {
        typenet::support::write_atomically(in.file, std::span(&piece, 1));
    } catch (const typenet::error& wrong) {
        told = wrong.what();
    }
    failing.clear();
    return told;
}

}  // namespace

TEST_CASE("a file is on the disk before it has its name, then the name is too", "[file]") {
    const folder_of_one in;
    CHECK(attempt(in, "", 0).empty());
    CHECK(calls == std::vector<std::string>{"write", "sync file", "rename", "sync folder"});
    CHECK(in.content() == "new");
    CHECK(in.files() == 1);
}

TEST_CASE("when the disk fails the old file stays, nothing is left, and the reason is told",
          "[file]") {
    const folder_of_one in;
    const std::string cannot = "cannot write " + in.file.string() + ": ";
    for (const char* const call : {"write", "sync file", "rename"}) {
        CAPTURE(call);
        CHECK(attempt(in, call, ENOSPC) == cannot + "No space left on device");
        CHECK(attempt(in, call, EIO) == cannot + "Input/output error");
        CHECK(calls.back() == call);
        CHECK(in.content() == "old");
        CHECK(in.files() == 1);
    }
    // Here the new file is there already; whether it outlives a power cut is not known.
    CHECK(attempt(in, "sync folder", EIO) ==
          cannot + "it is there, but syncing its folder: Input/output error");
    CHECK(in.content() == "new");
    // Some file systems cannot sync folders.
    CHECK(attempt(in, "sync folder", EINVAL).empty());
}
