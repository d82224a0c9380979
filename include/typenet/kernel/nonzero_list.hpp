// SPDX-License-Identifier: BSL-1.0
#pragma once

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
    const auto living =
        std::count_if(from, from + count, [](Scalar v) { return !math::is_zero(v); });
    return static_cast<double>(living) <= most_living * static_cast<double>(count);
}

/// Where the lists of the numbers that are not 0 stand in a room: `Outputs` rows of `Terms`
/// factors, cut into groups of `Group`, a list for each row and group. A list has the factors in
/// ascending order of their places, and for each the offset of the row that it multiplies in a
/// table whose rows are `TableRow` scalars apart.
template <class Scalar, int Outputs, int Terms, int Group, int TableRow>
struct nonzero_lists {
    using place = simd::index<Scalar>;
    static constexpr int groups = (Terms + Group - 1) / Group;

    constexpr explicit nonzero_lists(layout& room)
        : values_(room.add<Scalar>(groups * Outputs * row)),
          places_(room.add<place>(groups * Outputs * row)),
          counts_(room.add<std::int32_t>(groups * Outputs)) {}

    /// One row's list: `count` factors and the offsets of what they multiply.
    struct list {
        const Scalar* values;
        const place* places;
        std::int32_t count;
    };
    [[nodiscard]] list of(const std::byte* room, int group, extent output) const {
        const extent at = group * Outputs + output;
        return {array_at<Scalar>(room, values_) + at * row,
                array_at<place>(room, places_) + at * row,
                array_at<std::int32_t>(room, counts_)[at]};
    }
    /// Lists `Count` factors.
    template <int Count>
    void make(std::byte* room, int group, extent output, const Scalar* factors) const {
        static_assert(Count <= Group);
        const extent at = group * Outputs + output;
        array_at<std::int32_t>(room, counts_)[at] = simd::keep_nonzeros<Count, TableRow>(
            factors, 0, array_at<Scalar>(room, values_) + at * row,
            array_at<place>(room, places_) + at * row);
    }

private:
    /// `keep_nonzeros` writes whole vectors.
    static constexpr extent row = odd_lines<Scalar>(Group + simd::width<Scalar>);

    extent values_;
    extent places_;
    extent counts_;
};

/// Rows of a table of `columns` that the first-level cache holds.
template <class Scalar>
constexpr int table_rows(int columns) {
    return std::min(128, 32768 / static_cast<int>(sizeof(Scalar)) / columns);
}

/// to[0 … Columns) = or += the sum along the list of value · table[place + 0 … Columns).
template <int Columns, bool Add, class Scalar>
TYPENET_INLINE void sum_along(const auto& list, const Scalar* table, Scalar* to) {
    using columns = simd::row<Scalar, Columns>;
    columns sum = Add ? columns::load(to) : columns::set(0);
    for (std::int32_t i = 0; i < list.count; ++i) {
        sum =
            multiply_add(columns::set(list.values[i]), columns::load(table + list.places[i]), sum);
    }
    sum.store(to);
}

}  // namespace typenet::kernel
