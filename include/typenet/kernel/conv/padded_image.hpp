// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

#include "typenet/base/tensor_view.hpp"
#include "typenet/layer/window_geometry.hpp"

namespace typenet::kernel {

/// An image with the zeros around it that the windows of a convolution reach.
///
/// **Shapes**: [height][width][channels], `row` scalars from one row to the next.
template <class Scalar, window_geometry Conv>
struct padded_image {
private:
    /// Where the windows meet no zeros no copy is needed.
    static constexpr bool is_the_image = Conv.top == 0 && Conv.left == 0 &&
                                         Conv.padded_width() <= Conv.in.width &&
                                         Conv.padded_height() <= Conv.in.height;

public:
    static constexpr int channels = Conv.in.channels;
    static constexpr int height = Conv.padded_height();
    static constexpr int width = is_the_image ? Conv.in.width : Conv.padded_width();
    static constexpr extent row = extent{width} * channels;
    static constexpr extent size = height * row;
    static constexpr extent room = is_the_image ? 0 : size;  ///< scalars that `of` needs

    /// The padded image, in `copy` unless the image is that already.
    static const Scalar* of(const Scalar* image, Scalar* copy) {
        if constexpr (is_the_image) return image;
        constexpr int rows = std::min(Conv.in.height, height - Conv.top);
        constexpr int columns = std::min(Conv.in.width, width - Conv.left);
        constexpr extent used = extent{columns} * channels;
        constexpr extent left = extent{Conv.left} * channels;
        std::fill_n(copy, Conv.top * row, Scalar{0});
        for (int y = 0; y < rows; ++y) {
            Scalar* const to = copy + (Conv.top + y) * row;
            std::fill_n(to, left, Scalar{0});
            std::copy_n(image + extent{y} * Conv.in.width * channels, used, to + left);
            std::fill_n(to + left + used, row - left - used, Scalar{0});
        }
        std::fill_n(copy + (Conv.top + rows) * row, (height - Conv.top - rows) * row, Scalar{0});
        return copy;
    }
};

}  // namespace typenet::kernel
