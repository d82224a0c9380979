// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/stage.hpp"
#include "typenet/kernel/tile.hpp"

namespace typenet::kernel {

/// Any single layer by its own reference loops: what runs where no fused kernel fits.
template <class Scalar, int Batch, class Layer, shape In>
struct reference_stage {
    using scalar = Scalar;
    static constexpr int batch = Batch;
    static constexpr extent in_size = In.size();
    static constexpr extent out_size = Layer::out(In).size();

private:
    static constexpr auto tensors = Layer::parameters(In);
    static constexpr std::size_t tensor_count = tensors.size();
    static_assert(tensor_count == 0 || tensor_count == 2, "no parameters, or weights and biases");
    static constexpr extent weights_size = [] {
        if constexpr (tensor_count == 0)
            return extent{0};
        else
            return tensors[0].size();
    }();
    static constexpr extent biases_size = [] {
        if constexpr (tensor_count == 0)
            return extent{0};
        else
            return tensors[1].size();
    }();
    static constexpr int slices = slices_of(Batch);
    static constexpr extent slice_size = padded<Scalar>(weights_size + biases_size);

public:
    static constexpr extent saved_bytes = 0;
    static constexpr extent forward_shared = 0;
    static constexpr extent backward_shared =
        slices * slice_size * static_cast<extent>(sizeof(Scalar));
    static constexpr extent forward_scratch = 0;
    /// The references always compute the input's gradient: for the first layer nobody reads it.
    static constexpr extent backward_scratch =
        padded<Scalar>(in_size) * static_cast<extent>(sizeof(Scalar));
    static constexpr bool backward_reads_output = false;

    template <class Executor>
    static void forward(const forward_data<Scalar>& data, Executor& executor) {
        executor.run(Batch, [&](int image, std::byte*) {
            Layer::template forward<In>(pass_of(data.pass, image), data.in + image * in_size,
                                        parameters(data.weights, data.biases),
                                        data.out + image * out_size);
        });
    }

    template <bool InputGradient, class Executor, class Update>
    static void backward(const backward_data<Scalar>& data, Executor& executor,
                         const Update& update) {
        Scalar* const sums = array_at<Scalar>(data.shared, 0);
        executor.run(slices, [&](int slice, std::byte* scratch) {
            Scalar* const mine = sums + slice * slice_size;
            std::fill_n(mine, slice_size, Scalar{0});
            for (int image = slice_begin(Batch, slice); image < slice_begin(Batch, slice + 1);
                 ++image) {
                Scalar* const in_gradient = InputGradient ? data.in_gradient + image * in_size
                                                          : array_at<Scalar>(scratch, 0);
                Layer::template backward<In>(pass_of(data.pass, image), data.in + image * in_size,
                                             parameters(data.weights, data.biases),
                                             data.out_gradient + image * out_size, in_gradient,
                                             parameters(mine, mine + weights_size));
            }
        });
        if constexpr (tensor_count == 2) {
            hand_on<weights_size>(sums, [&](extent i, const auto& g) { update.weights(i, g); });
            hand_on<biases_size>(sums + weights_size,
                                 [&](extent i, const auto& g) { update.biases(i, g); });
        }
    }

private:
    template <class Pointer>
    static std::array<Pointer, tensor_count> parameters(Pointer weights, Pointer biases) {
        if constexpr (tensor_count == 2)
            return {weights, biases};
        else
            return {};
    }
    static layer_pass pass_of(layer_pass pass, int image) {
        pass.item = static_cast<std::uint32_t>(image);
        return pass;
    }
    template <extent Count>
    static void hand_on(const Scalar* sums, auto&& take) {
        for (extent i = 0; i < Count; ++i) {
            auto sum = simd::row<Scalar, 1>::load(sums + i);
            for (int slice = 1; slice < slices; ++slice)
                sum = sum + simd::row<Scalar, 1>::load(sums + slice * slice_size + i);
            take(i, sum);
        }
    }
};

}  // namespace typenet::kernel
