// SPDX-License-Identifier: BSL-1.0
// What a data folder holds: each line of the input puts something under a name there.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>

#include "data/array_file.hpp"
#include "data/load.hpp"
#include "gzip.hpp"
#include "idx_folder.hpp"
#include "memory_file.hpp"
#include "scratch_folder.hpp"

namespace {

namespace fs = std::filesystem;
using namespace typenet;

void write(const fs::path& path, const fuzz::byte_list& bytes) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
}

bool is_inside(const fs::path& name) {
    if (name.empty() || name.is_absolute()) return false;
    return std::ranges::none_of(name, [](const fs::path& part) { return part == ".."; });
}

/// Makes `what` of `path`. What cannot be made is left out, and so is what is there already: to
/// write into a pipe would take for ever.
void put(const fs::path& path, const std::string& what) {
    std::error_code ignored;
    if (fs::symlink_status(path, ignored).type() != fs::file_type::not_found) return;
    static const fuzz::byte_list images =
        fuzz::idx_of(data::validation_images + 2, {fuzz::image_height, fuzz::image_width});
    static const fuzz::byte_list labels = fuzz::idx_of(data::validation_images + 2, {});
    if (what == "images") write(path, images);
    if (what == "labels") write(path, labels);
    if (what == "images.gz") write(path, fuzz::packed(images, fuzz::wrapping::gzip));
    if (what == "labels.gz") write(path, fuzz::packed(labels, fuzz::wrapping::gzip));
    if (what == "nothing") write(path, {});
    if (what == "text") write(path, {'t', 'e', 'x', 't', '\n'});
    if (what == "folder") fs::create_directories(path, ignored);
    if (what == "pipe") ::mkfifo(path.c_str(), 0600);
    if (what == "device") fs::create_symlink("/dev/zero", path, ignored);
    if (what == "loop") fs::create_symlink(path.filename(), path, ignored);
    if (what == "dangling") fs::create_symlink("not-there", path, ignored);
    if (what == "up") fs::create_symlink(".", path, ignored);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const tests::scratch_folder folder(fuzz::memory_folder());
    std::istringstream lines(std::string(reinterpret_cast<const char*>(bytes), size));
    std::string what;
    std::string name;
    while (lines >> what && std::getline(lines >> std::ws, name))
        if (is_inside(name)) put(folder.path / name, what);
    const shape input = shape::image(fuzz::image_height, fuzz::image_width, 1);
    data::dataset read;
    if (fuzz::accepts([&] { read = data::load(folder.path, {input, fuzz::classes}); }))
        fuzz::check_data_set(read, fuzz::size_of(false));
    return 0;
}
