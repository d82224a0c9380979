// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

#include "typenet/kernel/epilogue.hpp"
#include "typenet/kernel/stage.hpp"
#include "typenet/kernel/tile.hpp"
#include "typenet/layer/max_pool.hpp"

namespace typenet::kernel {

/// max_pool alone, image by image; lanes are channels. Backward looks for the largest value again,
/// which is cheaper than a place of each in memory.
///
/// **Shapes**: as `Pool`, whose windows have no zeros around them.
/// **Cost**: that of memory: the input twice, its gradient once.
template <class Scalar, int Batch, window_geometry Pool>
struct max_pool_stage : stage_base<Scalar, Batch, Pool.in.size(), Pool.out.size()> {
    using base = stage_base<Scalar, Batch, Pool.in.size(), Pool.out.size()>;
    using base::in_size;
    using base::out_size;
    static constexpr bool adds_input_gradient = true;

    template <class Executor>
    static void forward(const stage_data<Scalar>& data, Executor& executor) {
        executor.run(Batch, [&](int image, std::byte*) {
            for_windows([&](auto lanes, extent first, extent at) {
                using row = simd::row<Scalar, lanes>;
                const Scalar* const in = data.in() + image * in_size + first;
                row largest = row::load(in);
                for (int tap = 1; tap < taps; ++tap)
                    largest = max(row::load(in + place(tap)), largest);
                largest.store(data.out + image * out_size + at);
            });
        });
    }
    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<Scalar>& data, Executor& executor, const Sink& /*sink*/) {
        if constexpr (To[0] == gradient_mode::none) return;
        executor.run(Batch, [&](int image, std::byte*) {
            Scalar* const to = data.in_gradient() + image * in_size;
            constexpr bool adds = To[0] == gradient_mode::add || !covers_once;
            if constexpr (To[0] == gradient_mode::assign && adds)
                std::fill_n(to, in_size, Scalar{0});
            for_windows([&](auto lanes, extent first, extent at) {
                using row = simd::row<Scalar, lanes>;
                const Scalar* const in = data.in() + image * in_size + first;
                const row gradient = row::load(data.out_gradient + image * out_size + at);
                row largest = row::load(in);
                row place_of = row::set(0);
                for (int tap = 1; tap < taps; ++tap) {
                    const row next = row::load(in + place(tap));
                    place_of =
                        select_greater(next, largest, row::set(static_cast<Scalar>(tap)), place_of);
                    largest = max(next, largest);
                }
                for (int tap = 0; tap < taps; ++tap) {
                    Scalar* const pixel = to + first + place(tap);
                    row share = where_equal(place_of, row::set(static_cast<Scalar>(tap)), gradient);
                    if constexpr (adds) share = row::load(pixel) + share;
                    share.store(pixel);
                }
            });
        });
    }

private:
    static constexpr int channels = Pool.in.channels;
    static constexpr int taps = Pool.window_height * Pool.window_width;
    /// Whether each pixel lies in exactly one window.
    static constexpr bool covers_once =
        Pool.stride_y == Pool.window_height && Pool.stride_x == Pool.window_width &&
        Pool.padded_height() == Pool.in.height && Pool.padded_width() == Pool.in.width;

    /// Of a tap, seen from a window's first pixel.
    static constexpr extent place(int tap) {
        return (extent{tap / Pool.window_width} * Pool.in.width + tap % Pool.window_width) *
               channels;
    }
    /// body(lanes, first pixel's place, output's place) for each window and some channels.
    static TYPENET_INLINE void for_windows(auto&& body) {
        for (int y = 0; y < Pool.out.height; ++y)
            for (int x = 0; x < Pool.out.width; ++x)
                for_pieces<channels, std::min(channels, 2 * simd::width<Scalar>)>([&](auto lanes,
                                                                                      int c) {
                    body(
                        lanes,
                        (extent{y} * Pool.stride_y * Pool.in.width + x * Pool.stride_x) * channels +
                            c,
                        (extent{y} * Pool.out.width + x) * channels + c);
                });
    }
};

template <auto... Options>
struct family<max_pool<Options...>> {
    static constexpr bool takes(const epilogue& /*so_far*/, const epilogue& /*next*/) {
        return false;
    }
    template <class Scalar, int Batch, shape In, epilogue /*Then*/>
    using stage = max_pool_stage<Scalar, Batch, max_pool<Options...>::geometry(In)>;
    static constexpr choice explain(shape in, const epilogue& /*then*/, int batch) {
        return {"pooling", "a pass over the minibatch",
                3.0 * batch * static_cast<double>(in.size())};
    }
};

}  // namespace typenet::kernel
