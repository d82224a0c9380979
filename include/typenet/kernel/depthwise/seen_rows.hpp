// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>

#include "typenet/base/tensor_view.hpp"
#include "typenet/layer/window_geometry.hpp"

namespace typenet::kernel {

/// The rows of an image that a row of windows sees, with the zeros around. A row is copied when it
/// is first seen, over the one that was last needed: the few copies stay in the first-level cache,
/// where a padded copy of the whole image would not.
template <class Scalar, window_geometry Conv>
class seen_rows {
    static constexpr int count = Conv.window_height;
    static constexpr extent used = extent{Conv.in.width} * Conv.in.channels;
    static constexpr extent left = extent{Conv.left} * Conv.in.channels;
    /// Where windows meet no zeros beside the image no copy is needed.
    static constexpr bool are_copied = Conv.left > 0 || Conv.padded_width() > Conv.in.width;
    static constexpr extent row =
        extent{are_copied ? std::max(Conv.padded_width(), Conv.left + Conv.in.width)
                          : Conv.in.width} *
        Conv.in.channels;

public:
    static constexpr extent room = (count + 1) * row;  ///< scalars; the last row is of zeros

    seen_rows(const Scalar* image, Scalar* copies) : image_(image), copies_(copies) {
        std::fill_n(copies, room, Scalar{0});
    }
    /// The rows that windows see whose outputs are row `y`, which never goes back.
    std::array<const Scalar*, std::size_t{count}> below(int y) {
        std::array<const Scalar*, std::size_t{count}> rows;
        for (int ky = 0; ky < count; ++ky)
            rows[static_cast<std::size_t>(ky)] = at(y * Conv.stride_y + ky - Conv.top);
        return rows;
    }

private:
    const Scalar* at(int y) {
        if (y < 0 || y >= Conv.in.height) return copies_ + count * row;
        const Scalar* const from = image_ + y * used;
        if constexpr (!are_copied) return from;
        Scalar* const to = copies_ + y % count * row;
        if (y >= copied_) {
            std::copy_n(from, used, to + left);
            copied_ = y + 1;
        }
        return to;
    }

    const Scalar* image_;
    Scalar* copies_;
    int copied_ = 0;  ///< rows so far
};

}  // namespace typenet::kernel
