// SPDX-License-Identifier: BSL-1.0
// Changes a checkpoint's header or data, and makes its length and its checksum right again.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "checkpoint/checksum.hpp"
#include "checkpoint/safetensors.hpp"
#include "memory_file.hpp"
#include "mutate.hpp"
#include "unit/still_life.hpp"

namespace {

using namespace typenet;
using fuzz::byte_list;

constexpr std::size_t length_bytes = 8;

/// The checksum that the file should have, if it is otherwise a checkpoint.
std::string checksum_of(const byte_list& bytes) {
    static const fuzz::memory_file file;
    file.put(bytes);
    std::vector<std::vector<float>> values;
    std::vector<checkpoint::tensor_out> tensors;
    std::array<bool, 3 * still::net::tensors.size()> there{};
    for (const std::string& prefix : {"", "moment1.", "moment2."}) {
        for (const named_tensor& p : still::net::tensors) {
            auto& room = values.emplace_back(static_cast<std::size_t>(p.tensor.size()));
            tensors.push_back({prefix + std::string(p.name.view()),
                               {p.tensor.extents.begin(), p.tensor.extents.begin() + p.tensor.rank},
                               room,
                               &there[tensors.size()]});
        }
    }
    const auto texts = checkpoint::read_safetensors(file.path(), tensors);
    std::vector<checkpoint::tensor_in> held;
    for (const checkpoint::tensor_out& t : tensors)
        if (*t.present) held.push_back({t.name, t.shape, t.values});
    return checkpoint::checksum_of(texts, "checksum", held);
}

void repair(byte_list& file) {
    constexpr std::string_view key = R"("checksum":")";
    const auto found = std::ranges::search(file, key);
    if (file.end() - found.end() < 8) return;
    try {
        std::ranges::copy(checksum_of(file), found.end());
    } catch (const error&) {
        return;  // no checkpoint anyway
    }
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* bytes, std::size_t size,
                                               std::size_t most, unsigned seed) {
    if (size < length_bytes || fuzz::one_of(4, seed)) return LLVMFuzzerMutate(bytes, size, most);
    std::uint64_t length = 0;
    std::memcpy(&length, bytes, length_bytes);
    const std::size_t header = std::min<std::size_t>(length, size - length_bytes);
    byte_list text(bytes + length_bytes, bytes + length_bytes + header);
    byte_list data(bytes + length_bytes + header, bytes + size);
    if (fuzz::one_of(4, seed / 4))
        fuzz::mutate(data, data.size());
    else
        fuzz::mutate(text, most - length_bytes - data.size());
    const auto head = std::bit_cast<std::array<std::uint8_t, 8>>(std::uint64_t{text.size()});
    byte_list file(head.begin(), head.end());
    file.insert(file.end(), text.begin(), text.end());
    file.insert(file.end(), data.begin(), data.end());
    repair(file);
    return fuzz::give(file, bytes, most);
}
