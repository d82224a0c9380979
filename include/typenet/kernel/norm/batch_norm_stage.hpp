// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/epilogue.hpp"
#include "typenet/kernel/norm/normalised_channels.hpp"

namespace typenet::kernel {

/// batch_norm, batch_norm + relu: see `normalised_channels`.
///
/// **Shapes**: [Batch] images of `In` → the same; a pixel is a row of C channels, flat values are
/// one pixel.
template <class Scalar, int Batch, class Layer, shape In, epilogue Then>
struct batch_norm_stage : stage_base<Scalar, Batch, In.size(), In.size()> {
private:
    using way = normalised_channels<Scalar, Batch, In.channels, Then.relu>;
    static constexpr typename way::layer_numbers layer{extent{In.height} * In.width,
                                                       Layer::momentum, Layer::epsilon};

public:
    static constexpr extent saved_bytes = way::saved_bytes;
    static constexpr extent forward_shared = way::shared_bytes;
    static constexpr extent backward_shared = way::shared_bytes;
    static constexpr bool adds_input_gradient = true;
    static constexpr bool can_be_a_finish = true;

    template <class Executor>
    static void forward(const stage_data<Scalar>& data, Executor& executor) {
        way::forward(data, layer, executor);
    }
    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<Scalar>& data, Executor& executor, const Sink& sink) {
        way::template backward<To[0]>(data, layer, executor, sink);
    }
    static pixel_finish<Scalar> finish(const stage_data<Scalar>& data) {
        return way::finish(data, layer);
    }
};

}  // namespace typenet::kernel
