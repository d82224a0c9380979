// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstdint>

#include "typenet/base/math.hpp"
#include "typenet/base/simd.hpp"
#include "typenet/kernel/stage.hpp"

/// Sums that leave out what is multiplied by 0: half of the outputs of a ReLU, and more of what
/// dropout and pooling let through. Leaving out fma(0, w, s) changes no bit of s as long as w is
/// finite; only where s is -0 may its sign stay, which ReLU removes.
namespace typenet::kernel {

/// Whether at most that share of so many numbers is not 0.
template <class Scalar>
bool mostly_zero(const Scalar* from, extent count, double most_living) {
    const double most = most_living * static_cast<double>(count);
    extent living = 0;
    for (extent block = 0; block < count; block += 1024) {
        int more = 0;  // as wide as a float: vectors count
        for (extent i = block; i < std::min(block + 1024, count); ++i)
            more += !math::is_zero(from[i]);
        living += more;
        if (static_cast<double>(living) > most) return false;
    }
    return true;
}

/// A table has a row for each factor of a list: as many as a word has bits.
inline constexpr int table_rows = 64;

/// Columns of a table for `columns` of them, cut evenly: at most fourteen vectors, the sums that
/// AVX2 has registers for, and 512 bytes, so that the first-level cache holds the table.
template <class Scalar>
constexpr int table_columns(int columns) {
    constexpr int lanes = simd::width<Scalar>;
    constexpr int most = std::min(14, 512 / static_cast<int>(sizeof(Scalar)) / lanes) * lanes;
    const int pieces = (columns + most - 1) / most;
    return std::min(columns, ((columns + pieces - 1) / pieces + lanes - 1) / lanes * lanes);
}

/// Where the lists of the numbers that are not 0 stand in a room: `Outputs` rows of `Terms`
/// factors, cut into groups, a list for each row and group. A list has the factors, in order, and a
/// bit for the place of each; it costs one load less a factor than places would.
///
/// Every task reads all lists, so they lie close together, in the order in which they are made.
/// Those who make them write to parts of their own, of at most `Part` factors.
template <class Scalar, int Outputs, int Terms, int Part>
struct nonzero_lists {
    static constexpr int group_size = std::min(Terms, table_rows);
    static constexpr int groups = (Terms + group_size - 1) / group_size;

    constexpr explicit nonzero_lists(layout& room)
        : values_(room.add<Scalar>(extent{parts} * part_size)),
          lists_(room.add<list>(groups * Outputs)) {}

    /// Where the first list of a part starts.
    static constexpr std::int32_t start_of(int part) { return part * part_size; }

    /// Lists `Count` factors from `start` on; returns where the next list starts.
    template <int Count>
    [[nodiscard]] std::int32_t make(std::byte* room, int group, extent output,
                                    const Scalar* factors, std::int32_t start) const {
        const std::uint64_t places =
            simd::keep_nonzeros<Count>(factors, array_at<Scalar>(room, values_) + start);
        array_at<list>(room, lists_)[group * Outputs + output] = {places, start};
        return start + std::popcount(places);
    }
    /// to[0 … Columns) = or += the sum along a list of factor · table[place][0 … Columns), in
    /// order; rows of the table are `Row` scalars apart.
    template <int Columns, int Row, bool Add>
    TYPENET_INLINE void sum(const std::byte* room, int group, extent output, const Scalar* table,
                            Scalar* to) const {
        using columns = simd::row<Scalar, Columns>;
        const list& along = array_at<list>(room, lists_)[group * Outputs + output];
        const Scalar* factor = array_at<Scalar>(room, values_) + along.start;
        columns sum = Add ? columns::load(to) : columns::set(0);
        for (std::uint64_t left = along.places; left != 0; left &= left - 1) {
            const Scalar* const row = table + extent{std::countr_zero(left)} * Row;
            sum = multiply_add(columns::set_from(factor++), columns::load(row), sum);
        }
        sum.store(to);
    }

private:
    struct list {
        std::uint64_t places;
        std::int32_t start;
    };
    static constexpr int parts = (Outputs * Terms + Part - 1) / Part;
    /// `keep_nonzeros` writes whole vectors.
    static constexpr int part_size = static_cast<int>(padded<Scalar>(Part + simd::width<Scalar>));

    extent values_;
    extent lists_;
};

}  // namespace typenet::kernel
