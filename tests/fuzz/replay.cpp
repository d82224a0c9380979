// SPDX-License-Identifier: BSL-1.0
// Gives a target the files that it is called with, and those of the folders: what was once found
// is looked at again by every compiler, without libFuzzer.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "target.hpp"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_of(const fs::path& given) {
    if (!fs::is_directory(given)) return {given};
    std::vector<fs::path> files{fs::directory_iterator(given), fs::directory_iterator()};
    std::ranges::sort(files);
    return files;
}

/// Sanitizers reserve terabytes; they have a limit of their own, max_allocation_size_mb.
bool limit_memory(rlim_t megabytes) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return megabytes > 0;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    return megabytes > 0;
#endif
#endif
    const rlimit bytes{megabytes << 20, megabytes << 20};
    return ::setrlimit(RLIMIT_DATA, &bytes) == 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() < 2 || !limit_memory(std::strtoul(words[0].c_str(), nullptr, 10))) {
        std::fputs("usage: replay MEGABYTES FILE-OR-FOLDER...\n", stderr);
        return 2;
    }
    int files = 0;
    for (std::size_t i = 1; i < words.size(); ++i) {
        for (const fs::path& file : files_of(words[i])) {
            std::fprintf(stderr, "%s\n", file.c_str());
            std::ifstream stream(file, std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                   bytes.size());
            ++files;
        }
    }
    std::fprintf(stderr, "%d files; readers took something %zu times\n", files,
                 typenet::fuzz::taken);
    return typenet::fuzz::taken > 0 ? 0 : 1;
}
