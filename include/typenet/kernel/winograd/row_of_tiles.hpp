// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "typenet/base/tensor_view.hpp"
#include "typenet/kernel/any_nonzero.hpp"
#include "typenet/kernel/winograd/transforms.hpp"
#include "typenet/layer/layer.hpp"

/// Tiles of pixels are transformed from where the pixels lie: copies with the zeros around them
/// would take as long as the transforms.
namespace typenet::kernel::winograd {

/// The images of a minibatch, row by row.
template <class Scalar>
struct plain_images {
    const Scalar* images;

    struct row {
        const Scalar* pixels;
        template <class Vector>
        TYPENET_INLINE Vector load(extent at) const {
            return Vector::load(pixels + at);
        }
    };
    TYPENET_INLINE row operator()(extent at) const { return {images + at}; }
    static TYPENET_INLINE row of_zeros(const Scalar* zeros) { return {zeros}; }
};

/// The gradient of what stands before ReLU: 0 where the output is not above 0.
template <class Scalar>
struct living_gradients {
    const Scalar* gradients;
    const Scalar* outputs;

    struct row {
        const Scalar* gradients;
        const Scalar* outputs;
        template <class Vector>
        TYPENET_INLINE Vector load(extent at) const {
            return select_greater(Vector::load(outputs + at), Vector::set(0),
                                  Vector::load(gradients + at), Vector::set(0));
        }
    };
    TYPENET_INLINE row operator()(extent at) const { return {gradients + at, outputs + at}; }
    static TYPENET_INLINE row of_zeros(const Scalar* zeros) { return {zeros, zeros}; }
};

/// A row of tiles: `Size` rows of pixels of an image of shape `Of`. Tiles are `outputs` pixels
/// apart, the first one begins `Top` rows above the image and `Left` columns before it; around the
/// image are zeros.
template <class Scalar, shape Of, int Down, int Across, int Size, int Top, int Left, class Images>
class row_of_tiles {
    static constexpr int channels = Of.channels;
    static constexpr extent length = extent{Of.width} * channels;

public:
    /// The rows under row `number` of tiles, counted through the minibatch.
    row_of_tiles(int number, const Images& images) {
        for (int i = 0; i < Size; ++i) {
            const int y = number % Down * outputs - Top + i;
            rows_[i] = y < 0 || y >= Of.height
                           ? Images::of_zeros(zeros.data())
                           : images((extent{number / Down} * Of.height + y) * length);
        }
    }

    /// Some channels of a pixel, counted from the first tile's first.
    template <class Vector>
    TYPENET_INLINE Vector load(int y, int x, int c) const {
        if (x < Left || x >= Of.width + Left) return Vector::set(0);
        return load_inside<Vector>(y, x, c);
    }
    /// Whether any channel of it is not 0.
    [[nodiscard]] bool any_nonzero(int y, int x) const {
        return any_nonzero_of<channels, Scalar>([&](auto count, int c) TYPENET_INLINE_LAMBDA {
            return load<simd::row<Scalar, count>>(y, x, c);
        });
    }

    /// The values of each tile at the points: to[plane][tile][channel], planes `Plane` scalars
    /// apart.
    template <extent Plane, class Transform>
    void transform(const Transform& transform, Scalar* to) const {
        for (int tile = 0; tile < Across; ++tile, to += channels) {
            const int from = tile * outputs;
            const bool is_inside = from >= Left && from + Size <= Of.width + Left;
            for_pieces<channels, std::min(channels, simd::width<Scalar>)>(
                [&](auto lanes, int c) TYPENET_INLINE_LAMBDA {
                    using vector = simd::row<Scalar, lanes>;
                    // Copies: what is stored might change what is behind a reference.
                    const row_of_tiles tiles = *this;
                    const auto store =
                        [at = to + c](int y, int x, const vector& value)
                            TYPENET_INLINE_LAMBDA { value.store(at + (y * points + x) * Plane); };
                    if (is_inside)
                        in_plane<vector>(
                            transform,
                            [&](int y, int x) TYPENET_INLINE_LAMBDA {
                                return tiles.template load_inside<vector>(y, from + x, c);
                            },
                            store);
                    else
                        in_plane<vector>(
                            transform,
                            [&](int y, int x) TYPENET_INLINE_LAMBDA {
                                return tiles.template load<vector>(y, from + x, c);
                            },
                            store);
                });
        }
    }

private:
    template <class Vector>
    TYPENET_INLINE Vector load_inside(int y, int x, int c) const {
        return rows_[y].template load<Vector>(extent{x - Left} * channels + c);
    }

    alignas(alignment) static constexpr std::array<Scalar, std::size_t{length}> zeros{};
    typename Images::row rows_[std::size_t{Size}];
};

}  // namespace typenet::kernel::winograd
