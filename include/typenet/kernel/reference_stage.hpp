// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include "typenet/base/simd.hpp"
#include "typenet/kernel/epilogue.hpp"
#include "typenet/kernel/stage.hpp"

namespace typenet::kernel {

/// Any single layer by its own reference loops: what runs where no fused kernel fits. Images that
/// depend on each other are one task, others one a slice.
template <class Scalar, int Batch, class Layer, shape In>
struct reference_stage {
    using scalar = Scalar;
    static constexpr int batch = Batch;
    static constexpr int inputs = [] {
        if constexpr (join_type<Layer>)
            return Layer::inputs;
        else
            return 1;
    }();
    static constexpr extent in_size = In.size();
    static constexpr extent out_size = [] {
        if constexpr (inputs == 1)
            return Layer::out(In).given.size();
        else
            return In.size();
    }();

private:
    static constexpr auto tensors = Layer::tensors(In);
    static constexpr std::size_t tensor_count = tensors.size();
    static_assert(tensor_count <= std::size_t{most_tensors});
    static constexpr int slices = requires { requires Layer::mixes_images; } ? 1 : slices_of(Batch);
    static constexpr int begin(int slice) { return Batch * slice / slices; }

    /// Where each tensor's gradient stands in that of a slice, and the length of that.
    static constexpr auto offsets = [] {
        std::array<extent, tensor_count + 1> at{};
        for (std::size_t i = 0; i < tensor_count; ++i) at[i + 1] = at[i] + tensors[i].size();
        return at;
    }();
    static constexpr extent slice_size = typenet::padded<Scalar>(offsets.back());
    /// References assign the gradients of all inputs: room for those of a slice that are added, or
    /// that nobody reads.
    static constexpr extent slice_gradient =
        typenet::padded<Scalar>((Batch + slices - 1) / slices * in_size);

public:
    static constexpr extent saved_bytes = 0;
    static constexpr extent forward_shared = 0;
    static constexpr extent backward_shared =
        slices * slice_size * static_cast<extent>(sizeof(Scalar));
    static constexpr extent forward_scratch = 0;
    static constexpr extent backward_scratch =
        inputs * slice_gradient * static_cast<extent>(sizeof(Scalar));
    static constexpr bool backward_reads_output = false;
    static constexpr bool adds_input_gradient = true;

    template <class Executor>
    static void forward(const forward_data<Scalar>& data, Executor& executor) {
        executor.run(slices, [&](int slice, std::byte*) {
            Layer::template forward<In>(
                pass_of(data.pass, slice),
                inputs_at<const Scalar>(data.inputs, begin(slice) * in_size),
                first<tensor_count>(data.tensors), data.out + begin(slice) * out_size);
        });
    }

    template <gradient_modes To, class Executor, class Sink>
    static void backward(const backward_data<Scalar>& data, Executor& executor, const Sink& sink) {
        Scalar* const sums = array_at<Scalar>(data.shared, 0);
        executor.run(slices, [&](int slice, std::byte* scratch) {
            Scalar* const mine = sums + slice * slice_size;
            std::fill_n(mine, slice_size, Scalar{0});
            std::array<Scalar*, tensor_count> gradients{};
            for (std::size_t i = 0; i < tensor_count; ++i) gradients[i] = mine + offsets[i];
            const extent before = begin(slice) * in_size;
            std::array<Scalar*, most_inputs> assigned{};
            for (std::size_t i = 0; i < std::size_t{inputs}; ++i)
                assigned[i] =
                    To[i] == gradient_mode::assign
                        ? data.in_gradients[i] + before
                        : array_at<Scalar>(scratch, 0) + static_cast<extent>(i) * slice_gradient;
            Layer::template backward<In>(pass_of(data.pass, slice),
                                         inputs_at<const Scalar>(data.inputs, before),
                                         first<tensor_count>(data.tensors),
                                         std::as_const(data.out_gradient) + begin(slice) * out_size,
                                         inputs_at<Scalar>(assigned, 0), gradients);
            for (std::size_t i = 0; i < std::size_t{inputs}; ++i)
                if (To[i] == gradient_mode::add)
                    for (extent j = 0; j < begin(slice + 1) * in_size - before; ++j)
                        data.in_gradients[i][before + j] += assigned[i][j];
        });
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (hand_on<static_cast<int>(I)>(sums + offsets[I], sink), ...);
        }(std::make_index_sequence<tensor_count>{});
    }

private:
    template <std::size_t Count, class Pointer>
    static std::array<Pointer, Count> first(
        const std::array<Pointer, std::size_t{most_tensors}>& of) {
        std::array<Pointer, Count> some{};
        std::copy_n(of.begin(), Count, some.begin());
        return some;
    }
    /// What the layer is called with for its inputs from `offset` on: a pointer, or an array.
    template <class Number, class Pointer>
    static auto inputs_at(const std::array<Pointer, std::size_t{most_inputs}>& of, extent offset) {
        if constexpr (inputs == 1) {
            return of[0] + offset;
        } else {
            std::array<Number*, std::size_t{inputs}> some{};
            for (std::size_t i = 0; i < some.size(); ++i) some[i] = of[i] + offset;
            return some;
        }
    }
    static layer_pass pass_of(layer_pass pass, int slice) {
        pass.item = static_cast<std::uint32_t>(begin(slice));
        pass.images = begin(slice + 1) - begin(slice);
        return pass;
    }
    /// The sum over the slices, in order.
    template <int Tensor>
    static void hand_on(const Scalar* sums, const auto& sink) {
        for (extent i = 0; i < tensors[Tensor].size(); ++i) {
            auto sum = simd::row<Scalar, 1>::load(sums + i);
            for (int slice = 1; slice < slices; ++slice)
                sum = sum + simd::row<Scalar, 1>::load(sums + slice * slice_size + i);
            sink.template row<Tensor>(i, sum);
        }
    }
};

template <class Layer>
struct family {
    static constexpr bool takes(const epilogue& /*so_far*/, const epilogue& /*next*/) {
        return false;
    }
    template <class Scalar, int Batch, shape In, epilogue /*Then*/>
    using stage = reference_stage<Scalar, Batch, Layer, In>;
    static constexpr choice explain(shape in, const epilogue& /*then*/, int batch) {
        return {"reference", "no kernel is known for this layer here",
                3.0 * batch * static_cast<double>(Layer::multiply_adds(in))};
    }
};

}  // namespace typenet::kernel
