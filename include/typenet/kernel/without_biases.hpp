// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <type_traits>

#include "typenet/base/simd.hpp"
#include "typenet/kernel/stage.hpp"

namespace typenet::kernel {

/// A sink of weights alone.
template <class Sink>
struct weights_sink {
    const Sink& sink;

    template <int Tensor, class Row>
    TYPENET_INLINE void row(extent at, const Row& gradient) const {
        if constexpr (Tensor == weights_tensor) sink.template row<Tensor>(at, gradient);
    }
    template <int Tensor, int Count>
    TYPENET_INLINE void prefetch(extent at) const {
        if constexpr (Tensor == weights_tensor) sink.template prefetch<Tensor, Count>(at);
    }
};

/// A convolution's or a dense layer's stage for a layer without biases: it is given zeros for them,
/// and their gradient goes nowhere.
template <class Stage, int Outputs>
struct stage_without_biases : Stage {
    using scalar = typename Stage::scalar;

    template <class Executor>
    static void forward(const stage_data<scalar>& data, Executor& executor) {
        Stage::forward(with_zeros(data), executor);
    }
    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<scalar>& data, Executor& executor, const Sink& sink) {
        Stage::template backward<To>(with_zeros(data), executor, weights_sink<Sink>{sink});
    }

private:
    static stage_data<scalar> with_zeros(stage_data<scalar> data) {
        data.tensors[biases_tensor] = zeros.data();
        return data;
    }
    alignas(alignment) static constexpr std::array<scalar, std::size_t{Outputs}> zeros{};
};

/// One or the other.
template <class Stage, int Outputs, bool HasBiases>
using stage_with_biases_if =
    std::conditional_t<HasBiases, Stage, stage_without_biases<Stage, Outputs>>;

}  // namespace typenet::kernel
