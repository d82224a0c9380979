// SPDX-License-Identifier: BSL-1.0
// Changes what the compressed files hold.
#include "gzip.hpp"
#include "idx_input.hpp"
#include "mutate.hpp"

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* bytes, std::size_t size,
                                               std::size_t most, unsigned seed) {
    using namespace typenet::fuzz;
    if (size < idx_input::head || one_of(3, seed)) return LLVMFuzzerMutate(bytes, size, most);
    constexpr std::size_t room = std::size_t{1} << 16;
    const idx_input input(bytes, size);
    byte_list images(input.images.begin(), input.images.end());
    byte_list labels(input.labels.begin(), input.labels.end());
    byte_list& changed = one_of(2, seed / 3) ? images : labels;
    byte_list plain = unpacked(changed, wrapping::gzip, room);
    mutate(plain, room);
    changed = packed(plain, wrapping::gzip);
    images.resize(std::min<std::size_t>(images.size(), 0xFFFF));
    byte_list made{bytes[0], static_cast<std::uint8_t>(images.size() & 0xFF),
                   static_cast<std::uint8_t>(images.size() >> 8)};
    made.insert(made.end(), images.begin(), images.end());
    made.insert(made.end(), labels.begin(), labels.end());
    return give(made, bytes, most);
}
