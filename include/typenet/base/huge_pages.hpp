// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace typenet {

#if defined(__linux__)
inline constexpr std::size_t huge_page = std::size_t{2} << 20;  ///< bytes
#else
inline constexpr std::size_t huge_page = 64;  ///< bytes; without pages of 2 MB, a cache line
#endif

/// Memory for what the kernels walk through with long strides: on pages of 2 MB where the system
/// has them, since a spectrum's frequencies, or the rows of a weight matrix, each lie on another
/// small page, and the processor remembers the places of a few dozen only.
///
/// **Errors**: std::bad_alloc. A system that gives no huge pages gives small ones.
inline void* allocate_on_huge_pages(std::size_t bytes) {
    const std::size_t whole_pages = (bytes + huge_page - 1) / huge_page * huge_page;
    void* const room = ::operator new(whole_pages, std::align_val_t{huge_page});
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    // A hint: what it answers changes nothing.
    static_cast<void>(madvise(room, whole_pages, MADV_HUGEPAGE));
#endif
    return room;
}
inline void free_huge_pages(void* room) noexcept {
    ::operator delete(room, std::align_val_t{huge_page});
}

/// For std::unique_ptr.
struct on_huge_pages_deleter {
    /// Frees what `allocate_on_huge_pages` gave.
    void operator()(void* room) const noexcept { free_huge_pages(room); }
};

/// A base class whose children, which are aligned to cache lines, live there when they are made by
/// `new`.
struct on_huge_pages {
    static void* operator new(std::size_t bytes, std::align_val_t /*alignment*/) {
        return allocate_on_huge_pages(bytes);
    }
    static void operator delete(void* room, std::align_val_t /*alignment*/) noexcept {
        free_huge_pages(room);
    }
};

}  // namespace typenet
