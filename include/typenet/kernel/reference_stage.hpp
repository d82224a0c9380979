// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <utility>

#include "typenet/base/simd.hpp"
#include "typenet/kernel/epilogue.hpp"
#include "typenet/kernel/slice_sums.hpp"
#include "typenet/kernel/stage.hpp"

namespace typenet::kernel {

/// Any single layer by its own reference loops: what runs where no fused kernel fits. Images that
/// depend on each other are one task, others one a slice.
template <class Scalar, int Batch, class Layer, shape In>
struct reference_stage : stage_base<Scalar, Batch, In.size(), Layer::out(In).given.size()> {
    using base = stage_base<Scalar, Batch, In.size(), Layer::out(In).given.size()>;
    using base::in_size;
    using base::out_size;

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
    /// References assign the gradient of their input: room for one of a slice that is added, or
    /// that nobody reads.
    static constexpr extent slice_gradient =
        typenet::padded<Scalar>((Batch + slices - 1) / slices * in_size);

public:
    static constexpr extent backward_shared =
        slices * slice_size * static_cast<extent>(sizeof(Scalar));
    static constexpr extent backward_scratch = slice_gradient * static_cast<extent>(sizeof(Scalar));
    static constexpr bool adds_input_gradient = true;

    template <class Executor>
    static void forward(const stage_data<Scalar>& data, Executor& executor) {
        executor.run(slices, [&](int slice, std::byte*) {
            Layer::template forward<In>(pass_of(data.pass, slice),
                                        data.in() + begin(slice) * in_size, pointers(data.tensors),
                                        data.out + begin(slice) * out_size);
        });
    }

    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<Scalar>& data, Executor& executor, const Sink& sink) {
        Scalar* const sums = array_at<Scalar>(data.shared, 0);
        executor.run(slices, [&](int slice, std::byte* scratch) {
            Scalar* const mine = sums + slice * slice_size;
            std::fill_n(mine, slice_size, Scalar{0});
            std::array<Scalar*, tensor_count> gradients{};
            for (std::size_t i = 0; i < tensor_count; ++i) gradients[i] = mine + offsets[i];
            const extent first = begin(slice) * in_size;
            Scalar* const in_gradient = To[0] == gradient_mode::assign
                                            ? data.in_gradient() + first
                                            : array_at<Scalar>(scratch, 0);
            const Scalar* const out_gradient = data.out_gradient + begin(slice) * out_size;
            Layer::template backward<In>(pass_of(data.pass, slice), data.in() + first,
                                         pointers(data.tensors), out_gradient, in_gradient,
                                         gradients);
            if constexpr (To[0] == gradient_mode::add)
                for (extent i = 0; i < begin(slice + 1) * in_size - first; ++i)
                    data.in_gradient()[first + i] += in_gradient[i];
        });
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (hand_on_slices<static_cast<int>(I), slices>(sums + offsets[I], slice_size, 0,
                                                         tensors[I].size(), sink),
             ...);
        }(std::make_index_sequence<tensor_count>{});
    }

private:
    static auto pointers(const std::array<const Scalar*, std::size_t{most_tensors}>& all) {
        std::array<const Scalar*, tensor_count> some{};
        std::copy_n(all.begin(), tensor_count, some.begin());
        return some;
    }
    static layer_pass pass_of(layer_pass pass, int slice) {
        pass.item = static_cast<std::uint32_t>(begin(slice));
        pass.images = begin(slice + 1) - begin(slice);
        return pass;
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
