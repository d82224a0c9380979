// SPDX-License-Identifier: BSL-1.0
#pragma once

// These let the compiler compute something else than what is written: the promise of the same bits
// on all machines would be void, and numbers that are none would not be found. (clang tells of the
// first two only.)
#if defined(__FAST_MATH__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__) || \
    defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__) || defined(__NO_SIGNED_ZEROS__)
#error "typenet computes what is written: compile it without -ffast-math, -Ofast and the like"
#endif

// One target, the one this file is compiled for: calls stay inlinable, and Highway's library is not
// linked. (Highway 1.0.3 refuses -march=native on some Intel machines without it.)
#ifndef HWY_COMPILE_ONLY_STATIC
#define HWY_COMPILE_ONLY_STATIC
#endif
// x86-64-v3 and v4 do not promise AES, which nothing here needs: without this Highway would take
// them for SSE machines.
#ifndef HWY_DISABLE_PCLMUL_AES
#define HWY_DISABLE_PCLMUL_AES
#endif
// With g++ on Arm Linux Highway 1.0.3 is ready to pick a target when the program starts, compiles
// its functions for +crypto, and then they are not inlined into ours, which are compiled for less
// (plain aarch64 has no AES, nor has a Raspberry Pi 4). It leaves that where it cannot ask the
// system.
#ifndef TOOLCHAIN_MISS_SYS_AUXV_H
#define TOOLCHAIN_MISS_SYS_AUXV_H
#endif
// Vectors whose width is known when the program runs only cannot be members of a struct: machines
// that have them have NEON too.
#ifndef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE_256 | HWY_SVE2 | HWY_SVE2_128)
#endif
// Where Highway checks its arguments (debug builds, sanitizers) it calls its library.
#ifndef HWY_IS_DEBUG_BUILD
#define HWY_IS_DEBUG_BUILD 0
#endif
#include <hwy/highway.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if HWY_ARCH_X86
#include <xmmintrin.h>
#endif

#include "typenet/base/shape.hpp"

#define TYPENET_INLINE inline __attribute__((always_inline))
#define TYPENET_INLINE_LAMBDA __attribute__((always_inline))
#if defined(__clang__)
#define TYPENET_NOINLINE __attribute__((noinline))
#else
#define TYPENET_NOINLINE __attribute__((noinline, noclone))
#endif

/// The vector type, wrapped once. A lane is one output (a channel, a unit, an image of the batch);
/// lanes never meet, so that results do not depend on the width.
namespace typenet::simd {

namespace hn = hwy::HWY_NAMESPACE;

/// How Highway's functions are told of the type of a vector's lanes.
template <class Scalar>
using tag = hn::ScalableTag<Scalar>;
/// A vector register.
template <class Scalar>
using vec = hn::Vec<tag<Scalar>>;

/// Lanes of a vector.
template <class Scalar>
inline constexpr int width = static_cast<int>(hn::MaxLanes(tag<Scalar>{}));

/// Vector registers that a loop can hold: AVX-512 and NEON have 32, SSE and AVX2 16.
inline constexpr int registers = HWY_ARCH_X86 && HWY_MAX_BYTES < 64 ? 16 : 32;

/// Whether there are vector instructions at all; without, Highway computes vectors number by
/// number.
inline constexpr bool vectorised = HWY_TARGET != HWY_SCALAR && HWY_TARGET != HWY_EMU128;

/// Whether multiply-adds round once: results are the same bits on all targets that do.
inline constexpr bool fused_multiply_add = HWY_NATIVE_FMA != 0;

/// What the program was compiled for, for people: "AVX-512". It tells when results are not the bits
/// that other machines give.
constexpr const char* target_name() {
    if (!vectorised) return "no SIMD";
    if (!HWY_ARCH_X86) return HWY_ARCH_ARM ? "NEON" : "SIMD";
    if (!fused_multiply_add) return "SSE without fused multiply-add (last digits differ)";
    return HWY_MAX_BYTES == 64 ? "AVX-512" : "AVX2";
}

/// Whole numbers as long as the scalar: offsets that vectors compute.
template <class Scalar>
using index = hwy::MakeSigned<Scalar>;

/// Count consecutive scalars in registers, the last vector perhaps in part: its other lanes hold
/// nothing and never reach memory, nor are they read from it. Few scalars take a shorter vector:
/// what is stored in part cannot be forwarded to the next load of it.
template <class Scalar, int Count>
struct row {
    /// Of its vectors.
    using tag = hn::CappedTag<Scalar, std::bit_ceil(std::size_t{Count})>;
    using vector = hn::Vec<tag>;                                         ///< of its scalars
    static constexpr int lanes = static_cast<int>(hn::MaxLanes(tag{}));  ///< of each vector
    static constexpr int vectors = (Count + lanes - 1) / lanes;          ///< that hold the row
    static constexpr int tail = Count % lanes;  ///< lanes of the last vector, 0 if it is whole

    vector part[std::size_t{vectors}];  ///< from the first scalars to the last

    /// One value in all lanes.
    static TYPENET_INLINE row set(Scalar value) {
        row all;
        for (int i = 0; i < vectors; ++i) all.part[i] = hn::Set(tag{}, value);
        return all;
    }
    /// One value from memory in all lanes, by way of an integer register: in a loop that loads of
    /// vectors bound it takes none of their time. (Zen 4: 3 to 5 % of such a loop.)
    static TYPENET_INLINE row set_from(const Scalar* from) {
#if HWY_ARCH_X86
        index<Scalar> bits;
        std::memcpy(&bits, from, sizeof bits);
        __asm__("" : "+r"(bits));
        const auto value = hn::BitCast(tag{}, hn::Set(hn::RebindToSigned<tag>{}, bits));
        row all;
        for (int i = 0; i < vectors; ++i) all.part[i] = value;
        return all;
#else
        return set(*from);
#endif
    }
    /// From memory, at any address.
    static TYPENET_INLINE row load(const Scalar* from) {
        row all;
        for (int i = 0; i < whole; ++i) all.part[i] = hn::LoadU(tag{}, from + i * lanes);
        if constexpr (tail != 0) all.part[whole] = load_tail(from + whole * lanes);
        return all;
    }
    /// To memory, at any address.
    TYPENET_INLINE void store(Scalar* to) const {
        for (int i = 0; i < whole; ++i) hn::StoreU(part[i], tag{}, to + i * lanes);
        if constexpr (tail != 0) store_tail(to + whole * lanes);
    }

    /// Small whole numbers, kept as bytes in memory.
    static TYPENET_INLINE row load_bytes(const std::uint8_t* from) {
        row all;
        for (int i = 0; i < whole; ++i)
            all.part[i] = from_bytes(hn::LoadU(bytes{}, from + i * lanes));
        if constexpr (tail != 0) {
            std::uint8_t some[std::size_t{lanes}] = {};
            std::memcpy(some, from + whole * lanes, tail);
            all.part[whole] = from_bytes(hn::LoadU(bytes{}, some));
        }
        return all;
    }
    /// The same to memory.
    TYPENET_INLINE void store_bytes(std::uint8_t* to) const {
        for (int i = 0; i < whole; ++i) hn::StoreU(to_bytes(part[i]), bytes{}, to + i * lanes);
        if constexpr (tail != 0) {
            std::uint8_t some[std::size_t{lanes}];
            hn::StoreU(to_bytes(part[whole]), bytes{}, some);
            std::memcpy(to + whole * lanes, some, tail);
        }
    }

    /// Each vector of some rows through a function.
    template <class Function, class... Rows>
    static TYPENET_INLINE row map(Function&& function, const Rows&... rows) {
        row all;
        for (int i = 0; i < vectors; ++i) all.part[i] = function(rows.part[i]...);
        return all;
    }
    /// Lane by lane, correctly rounded: sum, difference, product, quotient, the larger, the root.
    /// @{
    friend TYPENET_INLINE row operator+(const row& a, const row& b) {
        return map([](auto x, auto y) TYPENET_INLINE_LAMBDA { return hn::Add(x, y); }, a, b);
    }
    friend TYPENET_INLINE row operator-(const row& a, const row& b) {
        return map([](auto x, auto y) TYPENET_INLINE_LAMBDA { return hn::Sub(x, y); }, a, b);
    }
    friend TYPENET_INLINE row operator*(const row& a, const row& b) {
        return map([](auto x, auto y) TYPENET_INLINE_LAMBDA { return hn::Mul(x, y); }, a, b);
    }
    friend TYPENET_INLINE row operator/(const row& a, const row& b) {
        return map([](auto x, auto y) TYPENET_INLINE_LAMBDA { return hn::Div(x, y); }, a, b);
    }
    friend TYPENET_INLINE row max(const row& a, const row& b) {
        return map([](auto x, auto y) TYPENET_INLINE_LAMBDA { return hn::Max(x, y); }, a, b);
    }
    friend TYPENET_INLINE row sqrt(const row& a) {
        return map([](auto x) TYPENET_INLINE_LAMBDA { return hn::Sqrt(x); }, a);
    }
    /// @}
    /// a·b + c with one rounding.
    friend TYPENET_INLINE row multiply_add(const row& a, const row& b, const row& c) {
        return map([](auto x, auto y, auto z) TYPENET_INLINE_LAMBDA { return hn::MulAdd(x, y, z); },
                   a, b, c);
    }
    /// c - a·b with one rounding.
    friend TYPENET_INLINE row negative_multiply_add(const row& a, const row& b, const row& c) {
        return map([](auto x, auto y, auto z)
                       TYPENET_INLINE_LAMBDA { return hn::NegMulAdd(x, y, z); },
                   a, b, c);
    }
    /// Lane by lane: `yes` where a > b, else `no`.
    friend TYPENET_INLINE row select_greater(const row& a, const row& b, const row& yes,
                                             const row& no) {
        return map([](auto x, auto y, auto z, auto w)
                       TYPENET_INLINE_LAMBDA { return hn::IfThenElse(hn::Gt(x, y), z, w); },
                   a, b, yes, no);
    }
    /// Lane by lane: `yes` where a = b, else 0.
    friend TYPENET_INLINE row where_equal(const row& a, const row& b, const row& yes) {
        return map([](auto x, auto y, auto z)
                       TYPENET_INLINE_LAMBDA { return hn::IfThenElseZero(hn::Eq(x, y), z); },
                   a, b, yes);
    }

private:
    static constexpr int whole = Count / lanes;

    using bytes = hn::Rebind<std::uint8_t, tag>;
    using integers = hn::Rebind<std::int32_t, tag>;
    static TYPENET_INLINE vector from_bytes(hn::Vec<bytes> values) {
        const auto wide = hn::PromoteTo(integers{}, values);
        if constexpr (sizeof(Scalar) == sizeof(std::int32_t))
            return hn::ConvertTo(tag{}, wide);
        else
            return hn::PromoteTo(tag{}, wide);
    }
    static TYPENET_INLINE hn::Vec<bytes> to_bytes(vector values) {
        if constexpr (sizeof(Scalar) == sizeof(std::int32_t))
            return hn::DemoteTo(bytes{}, hn::ConvertTo(integers{}, values));
        else
            return hn::DemoteTo(bytes{}, hn::DemoteTo(integers{}, values));
    }

    // Without masks in hardware a masked access may touch memory behind the row, which may not be
    // there: such targets take the detour over a whole vector on the stack. AVX2 has masks for
    // lanes of 4 and 8 bytes; Highway's macro speaks of smaller ones, too.
    static constexpr bool masks_touch_their_lanes_only =
        !HWY_MEM_OPS_MIGHT_FAULT || HWY_TARGET == HWY_AVX2;
    static TYPENET_INLINE vector load_tail(const Scalar* from) {
        const tag d;
        if constexpr (masks_touch_their_lanes_only)
            return hn::MaskedLoad(hn::FirstN(d, std::size_t{tail}), d, from);
        alignas(HWY_MAX_BYTES) Scalar whole_vector[std::size_t{lanes}] = {};
        for (int i = 0; i < tail; ++i) whole_vector[i] = from[i];
        return hn::Load(d, whole_vector);
    }
    TYPENET_INLINE void store_tail(Scalar* to) const {
        const tag d;
        if constexpr (masks_touch_their_lanes_only) {
            hn::BlendedStore(part[whole], hn::FirstN(d, std::size_t{tail}), d, to);
        } else {
            alignas(HWY_MAX_BYTES) Scalar whole_vector[std::size_t{lanes}];
            hn::Store(part[whole], d, whole_vector);
            for (int i = 0; i < tail; ++i) to[i] = whole_vector[i];
        }
    }
};

/// The lanes that a mask selects, in order, first; what the others hold is open.
template <class D>
TYPENET_INLINE hn::Vec<D> compress(D d, hn::Vec<D> values, hn::Mask<D> kept) {
#if HWY_TARGET == HWY_AVX2
    // g++ 12 copies the table in Highway's own function to the stack, for each vector. Entry `bits`
    // of this one has the places of its ones, a hexadecimal digit each.
    constexpr int lanes = static_cast<int>(hn::MaxLanes(D{}));
    static constexpr auto places = [] {
        std::array<std::uint32_t, 1 << lanes> all{};
        for (unsigned bits = 0; bits < all.size(); ++bits)
            for (unsigned lane = 0, at = 0; lane < lanes; ++lane)
                if (bits >> lane & 1) all[bits] |= lane << (4 * at++);
        return all;
    }();
    const hn::RebindToUnsigned<D> whole;
    using number = hn::TFromD<decltype(whole)>;
    std::uint8_t bits[8];
    hn::StoreMaskBits(d, kept, bits);
    const auto digits =
        hn::Shr(hn::Set(whole, number{places[bits[0]]}), hn::ShiftLeft<2>(hn::Iota(whole, 0)));
    const auto indices = hn::And(digits, hn::Set(whole, number{lanes - 1}));
    return hn::TableLookupLanes(values, hn::IndicesFromVec(d, indices));
#else
    (void)d;
    return hn::Compress(values, kept);
#endif
}

/// Writes those of Count numbers that are not 0, in order, and `first` plus Step times the place of
/// each; returns how many there are. Both arrays need room for Count and a vector's lanes.
template <int Count, int Step, class Scalar>
TYPENET_INLINE std::int32_t keep_nonzeros(const Scalar* from, index<Scalar> first, Scalar* values,
                                          index<Scalar>* places) {
    using row_of = row<Scalar, Count>;
    static constexpr auto steps = [] {
        std::array<index<Scalar>, row_of::lanes> all{};
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int>(i) * Step;
        return all;
    }();
    const typename row_of::tag d;
    const hn::RebindToSigned<typename row_of::tag> whole;
    const row_of all = row_of::load(from);
    auto at = hn::Add(hn::Set(whole, first), hn::LoadU(whole, steps.data()));
    std::int32_t count = 0;
    for (int i = 0; i < row_of::vectors; ++i) {
        const auto kept = hn::Ne(all.part[i], hn::Zero(d));
        hn::StoreU(compress(d, all.part[i], kept), d, values + count);
        hn::StoreU(compress(whole, at, hn::RebindMask(whole, kept)), whole, places + count);
        count += static_cast<std::int32_t>(hn::CountTrue(d, kept));
        at = hn::Add(at, hn::Set(whole, row_of::lanes * Step));
    }
    return count;
}

/// Writes those of at most 64 numbers that are not 0, in order, and returns a bit for the place of
/// each, the lowest for the first. The array needs room for Count and a vector's lanes.
template <int Count, class Scalar>
TYPENET_INLINE std::uint64_t keep_nonzeros(const Scalar* from, Scalar* values) {
    static_assert(Count <= 64);
    using row_of = row<Scalar, Count>;
    const typename row_of::tag d;
    const row_of all = row_of::load(from);
    std::uint64_t places = 0;
    for (int i = 0; i < all.vectors; ++i) {
        const auto kept = hn::Ne(all.part[i], hn::Zero(d));
        hn::StoreU(compress(d, all.part[i], kept), d, values + std::popcount(places));
        std::uint8_t bits[8] = {};
        hn::StoreMaskBits(d, kept, bits);
        places |= (bits[0] | std::uint64_t{bits[1]} << 8) << (i * all.lanes);
    }
    return places;
}

/// Keeps the compiler from seeing where a pointer comes from: a loop whose next round reads some of
/// the same numbers again would carry them over in registers that the sums need (g++ 12,
/// -fpredictive-commoning).
template <class T>
TYPENET_INLINE T* opaque(T* pointer) {
    __asm__("" : "+r"(pointer));
    return pointer;
}

/// Asks for Count scalars that will be read soon, into the second-level cache.
template <int Count, class Scalar>
TYPENET_INLINE void prefetch(const Scalar* from) {
    constexpr int line = 64 / static_cast<int>(sizeof(Scalar));
    for (int i = 0; i < Count; i += line) __builtin_prefetch(from + i, 0, 2);
}

/// Tells the processor that this thread is waiting in a loop.
TYPENET_INLINE void pause() {
#if HWY_ARCH_X86
    _mm_pause();
#elif HWY_ARCH_ARM_A64
    __asm__ volatile("yield");
#endif
}

/// While it lives, numbers too small for the normal format count as zero on this thread: an
/// operation on one takes a hundred times as long, and what they are must not depend on the
/// machine. (Arm looks at a result before it is rounded, x86 after: they differ where one is
/// rounded up to the least normal number.) Targets without such a mode keep them.
class flush_denormals {
public:
#if HWY_ARCH_X86 || HWY_ARCH_ARM_A64
    flush_denormals() : before_(mode()) { set_mode(before_ | flushing); }
    ~flush_denormals() { set_mode(before_); }
#else
    flush_denormals() {}  // NOLINT(modernize-use-equals-default): or it would be an unused variable
    ~flush_denormals() {}  // NOLINT(modernize-use-equals-default)
#endif
    flush_denormals(const flush_denormals&) = delete;
    flush_denormals& operator=(const flush_denormals&) = delete;

private:
#if HWY_ARCH_X86
    using register_type = unsigned;
    static constexpr register_type flushing = 0x8000 | 0x0040;  // results and operands
    static register_type mode() { return _mm_getcsr(); }
    static void set_mode(register_type value) { _mm_setcsr(value); }
#elif HWY_ARCH_ARM_A64
    using register_type = std::uint64_t;
    static constexpr register_type flushing = 1 << 24;
    static register_type mode() {
        register_type value;
        __asm__ volatile("mrs %0, fpcr" : "=r"(value));
        return value;
    }
    // The barrier keeps loads and stores, and so the arithmetic between them, on their side of it.
    static void set_mode(register_type value) {
        __asm__ volatile("msr fpcr, %0" : : "r"(value) : "memory");
    }
#endif
#if HWY_ARCH_X86 || HWY_ARCH_ARM_A64
    register_type before_;
#endif
};

}  // namespace typenet::simd
