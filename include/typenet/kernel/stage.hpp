// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "typenet/base/tensor.hpp"
#include "typenet/layer/layer.hpp"

/// A stage computes a run of fused layers for a whole minibatch. Its shapes are template
/// parameters; it knows nothing of networks, optimisers or threads:
///
///     using scalar;  static constexpr int batch;
///     static constexpr extent in_size, out_size;        scalars of one image
///     static constexpr extent saved_bytes;              kept from forward to backward
///     static constexpr extent forward_shared;           bytes of room for all workers together
///     static constexpr extent backward_shared;
///     static constexpr extent forward_scratch;          bytes a worker
///     static constexpr extent backward_scratch;
///     static constexpr bool backward_reads_output;
///
///     template <class Executor>
///     static void forward(const forward_data<Scalar>&, Executor&);
///     template <bool InputGradient, class Executor, class Update>
///     static void backward(const backward_data<Scalar>&, Executor&, const Update&);
///
/// An executor has `run(tasks, body)`, which calls body(task, scratch) once for each task in any
/// order and on any thread; `scratch` is the worker's own room. A task never depends on who runs
/// it: that is why results do not depend on the number of threads.
///
/// An update takes each gradient where it is finished, in registers, and changes the parameter:
/// `update.weights(offset, row)`, `update.biases(offset, row)`; each parameter exactly once a step,
/// after its last use. `update.prefetch<Count>(offset)` says that so many weights come soon: what
/// their update reads can be fetched meanwhile.
namespace typenet::kernel {

/// What a stage reads and writes forward. Activations are [image][y][x][channel].
template <class Scalar>
struct forward_data {
    const Scalar* in;
    const Scalar* weights;
    const Scalar* biases;
    Scalar* out;
    std::byte* saved;
    std::byte* shared;
    layer_pass pass;  ///< `item` is set by the stage
};

/// What a stage reads and writes backward: assigns `in_gradient`, may use up `out_gradient` and
/// `saved`.
template <class Scalar>
struct backward_data {
    const Scalar* in;
    const Scalar* weights;
    const Scalar* biases;
    const Scalar* out;
    std::byte* saved;
    Scalar* out_gradient;
    Scalar* in_gradient;
    std::byte* shared;
    layer_pass pass;
};

/// Into how many parts the batch is cut where a sum over images must be cut: a constant of the
/// batch alone. The partial sums are added in the order of the slices.
constexpr int slices_of(int batch) { return std::min(batch, 8); }
constexpr int slice_begin(int batch, int slice) { return batch * slice / slices_of(batch); }

/// Rows of at least `count` scalars that are an odd number of cache lines apart: powers of two
/// would put one column of all rows into the same few cache sets.
template <class Scalar>
constexpr extent odd_lines(extent count) {
    constexpr extent line = static_cast<extent>(alignment / sizeof(Scalar));
    return ((count + line - 1) / line | 1) * line;
}

/// Lays arrays out one behind the other, each at the start of a cache line.
class layout {
public:
    template <class Scalar>
    constexpr extent add(extent count) {
        const extent at = bytes_;
        bytes_ += padded<std::byte>(count * static_cast<extent>(sizeof(Scalar)));
        return at;
    }
    [[nodiscard]] constexpr extent bytes() const { return bytes_; }

private:
    extent bytes_ = 0;
};

/// The array at `offset` of a room.
template <class Scalar>
Scalar* array_at(std::byte* room, extent offset) {
    return reinterpret_cast<Scalar*>(room + offset);
}
template <class Scalar>
const Scalar* array_at(const std::byte* room, extent offset) {
    return reinterpret_cast<const Scalar*>(room + offset);
}

/// Runs every task on the calling thread, in order.
struct serial_executor {
    std::byte* scratch;

    template <class Body>
    void run(int tasks, Body&& body) const {
        for (int task = 0; task < tasks; ++task) body(task, scratch);
    }
};

}  // namespace typenet::kernel
