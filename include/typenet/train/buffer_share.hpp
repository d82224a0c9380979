// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/tensor_view.hpp"

/// @file
/// How buffers laid out as the parameters are get cut: into pieces for threads, and into runs of
/// pieces for processes.
namespace typenet {

/// Buffers are cut into as many pieces, whatever the numbers of threads and processes: what is
/// added piece by piece has the same bits for any of them.
inline constexpr int buffer_pieces = 64;

/// Tensors begin at multiples of it, and the gaps behind them hold zeros.
inline constexpr extent buffer_row = padded<float>(1);

/// Where a piece of a buffer of `size` scalars begins; piece `buffer_pieces` is its end.
constexpr extent piece_begin(extent size, int piece) {
    return size / buffer_row * piece / buffer_pieces * buffer_row;
}

/// The part of all buffers that is the business of one process, where `of` of them share the
/// updates of a step. With more than `buffer_pieces` processes some have nothing.
struct buffer_share {
    int number = 0;  ///< below `of`
    int of = 1;      ///< 1: everything is one's own

    /// The pieces from the first to before the last.
    [[nodiscard]] constexpr int first_piece() const { return buffer_pieces * number / of; }
    /// @copydoc first_piece()
    [[nodiscard]] constexpr int last_piece() const { return buffer_pieces * (number + 1) / of; }

    /// The scalars, of `size` in the buffer, from the first to before the last.
    [[nodiscard]] constexpr extent begin(extent size) const {
        return piece_begin(size, first_piece());
    }
    /// Where they end.
    [[nodiscard]] constexpr extent end(extent size) const {
        return piece_begin(size, last_piece());
    }
};

}  // namespace typenet
