// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "typenet/base/tensor_view.hpp"
#include "typenet/layer/layer.hpp"

/// A stage computes a head (a convolution, a dense layer, …) with its epilogues for a whole
/// minibatch. Its shapes are template parameters; it knows nothing of networks, optimisers or
/// threads:
///
///     constants                      as those of `stage_base`
///     template <class Executor>
///     static void forward(const stage_data<Scalar>&, Executor&);
///     template <gradient_modes To, class Executor, class Sink>
///     static void backward(const stage_data<Scalar>&, Executor&, const Sink&);
///
/// An executor has `run(tasks, body)`, which calls body(task, scratch) once for each task in any
/// order and on any thread; `scratch` is the worker's own room. A task never depends on who runs
/// it: that is why results do not depend on the number of threads. Where tasks are parts of the
/// outputs, each computed alike in whichever part it stands, there may be one for each of the
/// executor's `threads()`.
///
/// A sink takes each gradient where it is finished, in registers: `sink.row<tensor>(offset, row)`
/// with the tensor's number in its layer; each number exactly once a step, after its last use.
/// `sink.prefetch<tensor, Count>(offset)` says that so many come soon: what the sink reads can be
/// fetched meanwhile. See optimizer/sink.hpp.
namespace typenet::kernel {

/// What becomes of the gradient of an input.
enum class gradient_mode : std::uint8_t {
    none,    ///< nobody reads it: the network's own images
    assign,  ///< this stage is the first to write it
    add,     ///< another reader of the same node has written already
};
/// One for each input.
using gradient_modes = std::array<gradient_mode, most_inputs>;

/// The most tensors that a layer has.
inline constexpr int most_tensors = 8;
/// The numbers of a convolution's or a dense layer's tensors.
inline constexpr int weights_tensor = 0;
inline constexpr int biases_tensor = 1;  ///< @copydoc weights_tensor

/// What else becomes of pixels that a stage has written, while they are in the cache: the work of
/// the stage behind it, where that needs to know no other pixels. Nothing, if there is none.
template <class Scalar>
struct pixel_finish {
    void (*function)(const void* numbers, Scalar* pixels, extent count) = nullptr;
    const void* numbers = nullptr;

    void operator()(Scalar* pixels, extent count) const {
        if (function) function(numbers, pixels, count);
    }
};

/// What a stage reads and writes. Activations are [image][y][x][channel].
template <class Scalar>
struct stage_data {
    std::array<const Scalar*, most_inputs> inputs{};
    std::array<const Scalar*, most_tensors> tensors{};
    Scalar* out = nullptr;       ///< backward only reads it
    std::byte* saved = nullptr;  ///< from forward; backward may use it up
    std::byte* shared = nullptr;
    layer_pass pass{};  ///< `item` and `images` are set by the stage
    /// Backward, which may use up the first and writes the others as its modes say.
    /// @{
    Scalar* out_gradient = nullptr;
    std::array<Scalar*, most_inputs> in_gradients{};
    /// @}
    pixel_finish<Scalar> finish{};  ///< of what is written to `out`, if the stage finishes pixels

    [[nodiscard]] const Scalar* in() const { return inputs[0]; }
    [[nodiscard]] const Scalar* weights() const { return tensors[weights_tensor]; }
    [[nodiscard]] const Scalar* biases() const { return tensors[biases_tensor]; }
    [[nodiscard]] Scalar* in_gradient() const { return in_gradients[0]; }
};

/// The scalars of one image of each input, together.
template <std::size_t Count>
constexpr extent size_of_all(const std::array<shape, Count>& shapes) {
    extent sum = 0;
    for (const shape& one : shapes) sum += one.size();
    return sum;
}

/// What stages start from: the sizes of an image, of all inputs together and of the output, and
/// none of what they may need beside it. A stage states what it needs in its own constants of these
/// names.
template <class Scalar, int Batch, extent InSize, extent OutSize>
struct stage_base {
    using scalar = Scalar;
    static constexpr int batch = Batch;
    static constexpr extent in_size = InSize;
    static constexpr extent out_size = OutSize;
    static constexpr extent saved_bytes = 0;
    static constexpr extent forward_shared = 0;
    static constexpr extent backward_shared = 0;
    static constexpr extent forward_scratch = 0;
    static constexpr extent backward_scratch = 0;
    static constexpr bool backward_reads_output = false;
    static constexpr bool adds_input_gradient = false;  ///< else the plan adds what it assigns
    static constexpr bool finishes_pixels = false;      ///< forward calls `stage_data::finish`
    static constexpr bool can_be_a_finish = false;  ///< in inference; `finish` of its data is one
    static constexpr bool does_nothing_in_inference = false;
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

    [[nodiscard]] static constexpr int threads() { return 1; }
    template <class Body>
    void run(int tasks, Body&& body) const {
        for (int task = 0; task < tasks; ++task) body(task, scratch);
    }
};

}  // namespace typenet::kernel
