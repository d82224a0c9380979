// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>

namespace typenet::fuzz {

/// A file that is nowhere but in memory, for readers that open their files by name.
class memory_file {
public:
    memory_file() : fd_(::memfd_create("fuzz", MFD_CLOEXEC)) {
        if (fd_ < 0) throw std::runtime_error("no file in memory");
    }
    ~memory_file() { ::close(fd_); }
    memory_file(const memory_file&) = delete;
    memory_file& operator=(const memory_file&) = delete;

    void put(std::span<const std::uint8_t> bytes) const {
        if (::ftruncate(fd_, 0) != 0) throw std::runtime_error("no room in memory");
        while (!bytes.empty()) {
            const ssize_t written =
                ::pwrite(fd_, bytes.data(), bytes.size(), ::lseek(fd_, 0, SEEK_END));
            if (written < 0) throw std::runtime_error("no room in memory");
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
    }
    [[nodiscard]] std::filesystem::path path() const {
        return "/proc/self/fd/" + std::to_string(fd_);
    }

private:
    int fd_;
};

/// Where folders are in memory, if Linux has such a place here: a fuzzer that makes folders on a
/// disk waits more than it runs.
inline std::filesystem::path memory_folder() {
    const char* const shared = "/dev/shm";
    if (::access(shared, W_OK) == 0) return shared;
    return std::filesystem::temp_directory_path();
}

}  // namespace typenet::fuzz
