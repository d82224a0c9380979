// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/conv/gradient_image.hpp"
#include "typenet/kernel/conv/padded_image.hpp"
#include "typenet/kernel/nonzero_list.hpp"
#include "typenet/kernel/tile.hpp"
#include "typenet/kernel/transpose.hpp"

/// Three ways to the gradient of a convolution's weights, summed over the images of a slice:
/// weights'(ky, kx, c, f) = sum over images, y, x of in(y·stride + ky, x·stride + kx, c) ·
/// gradient(y, x, f), in this order. All give the same bits. Each has
///
///     explicit constexpr way(layout&);                     reserves its room
///     void begin(room, sums) const;                        before the slice's first image
///     void add(room, image, padded, gradient, sums) const;  for each image: as it is, padded, and
///                                                           its gradient
///     void end(room, sums) const;                          after the last: now `sums` is right
///
/// **Shapes**: sums [window][window][channels][filters], as the weights.
namespace typenet::kernel {

/// to[row][pixel][column] += sum along the list of value · table[place + row·TableRow +
/// pixel·TablePixel + column], all of it in registers.
template <int Rows, int Pixels, int Columns, extent TableRow, extent TablePixel, class Scalar>
TYPENET_INLINE void add_patches(const Scalar* values, const simd::index<Scalar>* places, int count,
                                const Scalar* table, Scalar* to, extent to_row, extent to_pixel) {
    using columns = simd::row<Scalar, Columns>;
    columns sum[std::size_t{Rows * Pixels}];
    for (int i = 0; i < Rows * Pixels; ++i)
        sum[i] = columns::load(to + i / Pixels * to_row + i % Pixels * to_pixel);
    for (int k = 0; k < count; ++k) {
        const auto factor = columns::set(values[k]);
        const Scalar* const from = table + places[k];
        for (int i = 0; i < Rows * Pixels; ++i) {
            sum[i] = multiply_add(
                factor, columns::load(from + i / Pixels * TableRow + i % Pixels * TablePixel),
                sum[i]);
        }
    }
    for (int i = 0; i < Rows * Pixels; ++i)
        sum[i].store(to + i / Pixels * to_row + i % Pixels * to_pixel);
}

/// Sums in registers that leave some for a factor and a vector from memory.
inline constexpr int patch_registers = simd::registers - 4;

/// All products, in tiles.
template <class Scalar, window_geometry Conv, class Gradient>
struct dense_weights_gradient {
    explicit constexpr dense_weights_gradient(layout& /*room*/) {}

    void begin(std::byte* /*room*/, Scalar* sums) const {
        std::fill_n(sums, extent{Conv.window_height} * inputs * filters, Scalar{0});
    }
    void add(std::byte* /*room*/, const Scalar* /*image*/, const Scalar* padded,
             const Scalar* gradient, Scalar* sums) const {
        constexpr tile_size size = best_tile<Scalar>(inputs, filters);
        constexpr tile_strides strides{1, Conv.stride_x * Conv.in.channels, filters};
        for (int ky = 0; ky < Conv.window_height; ++ky) {
            for_pieces<filters, size.columns>([&](auto columns, int f) {
                for_pieces<inputs, size.rows>([&](auto rows, int i) {
                    Scalar* const to = sums + (extent{ky} * inputs + i) * filters + f;
                    tile<Scalar, rows, columns> sum;
                    sum.load(to, filters);
                    for (int y = 0; y < Conv.out.height; ++y) {
                        sum.template accumulate<strides>(
                            padded + (extent{y} * Conv.stride_y + ky) * image::row + i,
                            gradient + Gradient::start + y * Gradient::row + f, Conv.out.width);
                    }
                    sum.store(to, filters);
                });
            });
        }
    }
    void end(std::byte* /*room*/, Scalar* /*sums*/) const {}

private:
    using image = padded_image<Scalar, Conv>;
    static constexpr int filters = Conv.out.channels;
    static constexpr int inputs = Conv.window_width * Conv.in.channels;  ///< of a row of a window
};

/// For images of one channel: a list of the pixels that are not 0, each with the patch of the
/// gradient that its windows lie in. Patches see the taps in reverse. It is for a stride of 1.
template <class Scalar, window_geometry Conv, class Gradient>
struct weights_gradient_by_pixels {
    /// Above this share of pixels that are not 0 dense_weights_gradient is faster.
    static constexpr double most_living = 0.4;

    explicit constexpr weights_gradient_by_pixels(layout& room)
        : values_(room.add<Scalar>(Conv.in.size() + lanes)),
          places_(room.add<place>(Conv.in.size() + lanes)),
          sums_(room.add<Scalar>(size)) {}

    void begin(std::byte* room, Scalar* /*sums*/) const {
        std::fill_n(array_at<Scalar>(room, sums_), size, Scalar{0});
    }
    void add(std::byte* room, const Scalar* image, const Scalar* /*padded*/, const Scalar* gradient,
             Scalar* /*sums*/) const {
        static_assert(Conv.in.channels == 1 && Conv.stride_y * Conv.stride_x == 1);
        Scalar* const values = array_at<Scalar>(room, values_);
        place* const places = array_at<place>(room, places_);
        Scalar* const sums = array_at<Scalar>(room, sums_);
        std::int32_t count = 0;
        for (int y = 0; y < Conv.in.height; ++y) {
            count += simd::keep_nonzeros<Conv.in.width, filters>(
                image + extent{y} * Conv.in.width, static_cast<place>(y * Gradient::row),
                values + count, places + count);
        }
        for_pieces<filters, columns_at_once>([&](auto columns, int f) {
            for_pieces<Conv.window_height, rows_at_once>([&](auto rows, int ky) {
                add_patches<rows, Conv.window_width, columns, Gradient::row, filters>(
                    values, places, count, gradient + ky * Gradient::row + f,
                    sums + extent{ky} * Conv.window_width * filters + f,
                    extent{Conv.window_width} * filters, filters);
            });
        });
    }
    void end(std::byte* room, Scalar* sums) const {
        const Scalar* const reversed = array_at<Scalar>(room, sums_);
        for (int tap = 0; tap < taps; ++tap)
            std::copy_n(reversed + extent{taps - 1 - tap} * filters, filters,
                        sums + extent{tap} * filters);
    }

private:
    using place = simd::index<Scalar>;
    static constexpr int lanes = simd::width<Scalar>;
    static constexpr int filters = Conv.out.channels;
    static constexpr int taps = Conv.window_height * Conv.window_width;
    static constexpr extent size = extent{taps} * filters;
    static constexpr int vectors =
        std::clamp(patch_registers / taps, 1, (filters + lanes - 1) / lanes);
    static constexpr int columns_at_once = std::min(filters, vectors* lanes);
    static constexpr int rows_at_once =
        std::clamp(patch_registers / (vectors * Conv.window_width), 1, Conv.window_height);

    extent values_;
    extent places_;
    extent sums_;
};

/// Where most gradients are 0, as behind pooling: a list for each filter of the outputs that let a
/// gradient through, each with the patch of the padded image under its window. Inputs are the
/// lanes, so the sums are transposed at the end.
template <class Scalar, window_geometry Conv, class Gradient>
struct weights_gradient_by_outputs {
    explicit constexpr weights_gradient_by_outputs(layout& room)
        : line_(room.add<Scalar>(filters * line_row)),
          values_(room.add<Scalar>(filters * list_row)),
          places_(room.add<place>(filters * list_row)),
          sums_(room.add<Scalar>(filters * sums_row)) {}

    void begin(std::byte* room, Scalar* /*sums*/) const {
        std::fill_n(array_at<Scalar>(room, sums_), filters * sums_row, Scalar{0});
    }
    void add(std::byte* room, const Scalar* /*image*/, const Scalar* padded, const Scalar* gradient,
             Scalar* /*sums*/) const {
        std::int32_t counts[std::size_t{filters}] = {};
        Scalar* const line = array_at<Scalar>(room, line_);
        for (int y = 0; y < Conv.out.height; ++y) {
            transpose<Scalar, Conv.out.width, filters>(
                gradient + Gradient::start + y * Gradient::row, filters, line, line_row);
            for (int f = 0; f < filters; ++f) {
                const extent at = f * list_row + counts[f];
                counts[f] += simd::keep_nonzeros<Conv.out.width, Conv.stride_x * Conv.in.channels>(
                    line + f * line_row, static_cast<place>(y * Conv.stride_y * image::row),
                    array_at<Scalar>(room, values_) + at, array_at<place>(room, places_) + at);
            }
        }
        for (int f = 0; f < filters; ++f) {
            const Scalar* const values = array_at<Scalar>(room, values_) + f * list_row;
            const place* const places = array_at<place>(room, places_) + f * list_row;
            Scalar* const sums = array_at<Scalar>(room, sums_) + f * sums_row;
            for_pieces<Conv.window_height, rows_at_once>([&](auto rows, int ky) {
                for_pieces<inputs, inputs_at_once>([&](auto columns, int i) {
                    add_patches<rows, 1, columns, image::row, 0>(
                        values, places, counts[f], padded + ky * image::row + i,
                        sums + extent{ky} * inputs + i, inputs, 0);
                });
            });
        }
    }
    void end(std::byte* room, Scalar* sums) const {
        transpose<Scalar, filters, Conv.window_height * inputs>(array_at<Scalar>(room, sums_),
                                                                sums_row, sums, filters);
    }

private:
    using image = padded_image<Scalar, Conv>;
    using place = simd::index<Scalar>;
    static constexpr int lanes = simd::width<Scalar>;
    static constexpr int filters = Conv.out.channels;
    static constexpr int inputs = Conv.window_width * Conv.in.channels;  ///< of a row of a window
    static constexpr int input_vectors = (inputs + lanes - 1) / lanes;
    static constexpr int pieces = (input_vectors + patch_registers - 1) / patch_registers;
    static constexpr int vectors = (input_vectors + pieces - 1) / pieces;
    static constexpr int inputs_at_once = std::min(inputs, vectors* lanes);
    static constexpr int rows_at_once =
        std::clamp(patch_registers / vectors, 1, Conv.window_height);
    static constexpr extent line_row = odd_lines<Scalar>(Conv.out.width);
    static constexpr extent list_row =
        odd_lines<Scalar>(extent{Conv.out.height} * Conv.out.width + lanes);
    static constexpr extent sums_row = odd_lines<Scalar>(extent{Conv.window_height} * inputs);

    extent line_;
    extent values_;
    extent places_;
    extent sums_;
};

}  // namespace typenet::kernel
