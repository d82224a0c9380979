// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "typenet/layer/dropout.hpp"
#include "typenet/layer/max_pool.hpp"
#include "typenet/layer/relu.hpp"

namespace typenet::kernel {

/// What a stage does with what its head computes before it stores it, in this order.
struct epilogue {
    bool relu = false;     ///< max(x, 0)
    bool dropout = false;  ///< behind it
    int pool = 1;          ///< the window of a disjoint max_pool behind it; 1 for none
    friend constexpr bool operator==(const epilogue&, const epilogue&) = default;
};

/// What a convolution with an epilogue gives.
constexpr shape pooled(const window_geometry& conv, const epilogue& then) {
    return shape::image(conv.out.height / then.pool, conv.out.width / then.pool, conv.out.channels);
}

/// Kernels pool all that they compute, by square windows that share no pixel.
constexpr bool is_epilogue(const pooling_options& pool) {
    return pool.is_disjoint() && pool.window.height == pool.window.width && !pool.drops_rest;
}

/// What a layer would be as an epilogue; an empty one if it can be none.
template <class Layer>
inline constexpr epilogue as_epilogue{};
template <>
inline constexpr epilogue as_epilogue<relu>{.relu = true};
template <>
inline constexpr epilogue as_epilogue<dropout>{.dropout = true};
template <auto... Options>
    requires(is_epilogue(max_pool<Options...>::options))
inline constexpr epilogue as_epilogue<max_pool<Options...>>{
    .pool = max_pool<Options...>::options.window.height};

/// Both, one behind the other.
constexpr epilogue operator+(const epilogue& first, const epilogue& then) {
    return {first.relu || then.relu, first.dropout || then.dropout, first.pool * then.pool};
}

/// A way to compute a stage, for people: which kernel, why that one, and the multiply-adds of a
/// training step on a minibatch.
struct choice {
    text kernel;
    text why;
    double operations = 0;
};

/// The kernels for layers of one kind: which epilogues they take, which stage they are computed by,
/// and why. A family is a specialisation in a header of its own:
///
///     static constexpr bool takes(const epilogue& so_far, const epilogue& next);
///     template <class Scalar, int Batch, shape In, epilogue Then> using stage;
///     static constexpr choice explain(shape in, const epilogue&, int batch);
///
/// Any other layer runs by its reference, alone. In the family of a join, `In` and `in` are arrays
/// of the shapes that it reads.
template <class Layer>
struct family;

}  // namespace typenet::kernel
