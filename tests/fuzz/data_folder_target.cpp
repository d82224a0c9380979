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

/// A NumPy file of bytes, all 1.
fuzz::byte_list array_of(std::size_t count, const std::string& dimensions) {
    std::string file("\x93NUMPY\1\0\x76\0", 10);
    file += "{'descr': '|u1', 'fortran_order': False, 'shape': " + dimensions + "}";
    file.resize(10 + 0x76, ' ');
    file.append(count, 1);
    return {file.begin(), file.end()};
}

/// The smallest that is one: 8 x 8 grey pixels.
fuzz::byte_list jpeg_of_one_tone() {
    fuzz::byte_list file{0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0};
    file.insert(file.end(), 64, 1);
    file.insert(file.end(), {0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0});
    for (const std::uint8_t kind : fuzz::byte_list{0x00, 0x10}) {  // one code of one bit, for 0
        file.insert(file.end(), {0xFF, 0xC4, 0, 20, kind, 1});
        file.insert(file.end(), 16, 0);
    }
    file.insert(file.end(), {0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x3F, 0xFF, 0xD9});
    return file;
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
    static const fuzz::byte_list batch(10 * 3073, 1);
    if (what == "images") write(path, images);
    if (what == "labels") write(path, labels);
    if (what == "images.gz") write(path, fuzz::packed(images, fuzz::wrapping::gzip));
    if (what == "labels.gz") write(path, fuzz::packed(labels, fuzz::wrapping::gzip));
    if (what == "batch") write(path, batch);
    if (what == "batch.gz") write(path, fuzz::packed(batch, fuzz::wrapping::gzip));
    if (what == "array") write(path, array_of(20, "(10, 2, 1)"));
    if (what == "classes") write(path, array_of(10, "(10,)"));
    if (what == "picture") write(path, jpeg_of_one_tone());
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
    // A file of this name is left aside by all, and asks for a network of other images.
    const bool in_colour = fs::exists(folder.path / "colour");
    const shape input = in_colour ? shape::image(32, 32, 3)
                                  : shape::image(fuzz::image_height, fuzz::image_width, 1);
    const data::needs network{input, fuzz::classes};
    data::dataset read;
    if (!fuzz::accepts([&] { read = data::load(folder.path, network); })) return 0;
    if (read.description.starts_with("IDX"))
        fuzz::check_data_set(read, network.size());
    else
        fuzz::check_parts(read, network.size());
    return 0;
}
