// SPDX-License-Identifier: BSL-1.0
#include "web/module/room.hpp"

#include <cstddef>
#include <new>

namespace typenet::web {

namespace {

std::size_t used = 0;
std::size_t most = 0;

constexpr std::size_t rounded(std::size_t bytes, std::size_t to) {
    return (bytes + to - 1) / to * to;
}

/// What each piece is aligned to, and its size a multiple of: a vector's bytes.
constexpr std::size_t usual = 16;

void* next_piece(std::size_t bytes, std::size_t alignment) {
    const std::size_t begin = rounded(used, alignment);
    const std::size_t end = begin + rounded(bytes, usual);
    if (end > room_bytes || end < begin) __builtin_trap();
    used = end;
    if (used > most) most = used;
    return room + begin;
}

}  // namespace

void clear_room() { used = 0; }
std::size_t most_room_used() { return most; }

}  // namespace typenet::web

void* operator new(std::size_t bytes) {
    return typenet::web::next_piece(bytes, typenet::web::usual);
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
    return typenet::web::next_piece(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* at, std::size_t bytes) noexcept {
    using namespace typenet::web;
    // The last piece is free again; others wait until all begins anew.
    if (static_cast<std::byte*>(at) + rounded(bytes, usual) == room + used)
        used -= rounded(bytes, usual);
}
void operator delete(void* /*at*/) noexcept {}
void operator delete(void* /*at*/, std::align_val_t /*alignment*/) noexcept {}

/// What libc++ calls where it would throw; its own prints, which is an import. Overriding it is
/// documented: libcxx.llvm.org/VendorDocumentation.html, "termination handler".
void std::__libcpp_verbose_abort(const char* /*format*/, ...) { __builtin_trap(); }
