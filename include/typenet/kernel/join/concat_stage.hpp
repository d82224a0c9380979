// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

#include "typenet/kernel/reference_stage.hpp"
#include "typenet/layer/concat.hpp"

namespace typenet::kernel {

/// The channels of several nodes, pixel by pixel one behind the other. Backward each input gets its
/// part of the gradient.
///
/// **Shapes**: [Batch][H][W][C1], [Batch][H][W][C2], … → [Batch][H][W][C1 + C2 + …].
/// **Cost**: that of memory.
template <class Scalar, int Batch, class Layer, typename Layer::shapes In>
struct concat_stage : stage_base<Scalar, Batch, size_of_all(In), size_of_all(In)> {
    static constexpr bool adds_input_gradient = true;

    template <class Executor>
    static void forward(const stage_data<Scalar>& data, Executor& executor) {
        for_each_part(executor, [&](auto k, extent from, extent to) {
            std::copy_n(data.inputs[k] + from, In[k].channels, data.out + to);
        });
    }
    template <gradient_modes To, class Executor, class Sink>
    static void backward(const stage_data<Scalar>& data, Executor& executor, const Sink& /*sink*/) {
        for_each_part(executor, [&](auto k, extent to, extent from) {
            const Scalar* const part = data.out_gradient + from;
            if constexpr (To[k] == gradient_mode::assign)
                std::copy_n(part, In[k].channels, data.in_gradients[k] + to);
            if constexpr (To[k] == gradient_mode::add)
                for (int c = 0; c < In[k].channels; ++c) data.in_gradients[k][to + c] += part[c];
        });
    }

private:
    /// body(input, place of a pixel's channels in it, and in the output) for all of them; the
    /// number of the input is a constant, so that lengths and modes are.
    static void for_each_part(auto& executor, auto&& body) {
        constexpr extent pixels = extent{In[0].height} * In[0].width;
        constexpr extent channels = size_of_all(In) / pixels;
        executor.run(Batch, [&](int image, std::byte*) {
            for (extent pixel = image * pixels; pixel < (image + 1) * pixels; ++pixel) {
                extent to = pixel * channels;
                [&]<std::size_t... K>(std::index_sequence<K...>) {
                    ((body(std::integral_constant<std::size_t, K>{}, pixel * In[K].channels, to),
                      to += In[K].channels),
                     ...);
                }(std::make_index_sequence<In.size()>{});
            }
        });
    }
};

template <int Inputs>
struct family<concatenation<Inputs>> {
    using layer = concatenation<Inputs>;
    static constexpr bool takes(const epilogue& /*so_far*/, const epilogue& /*next*/) {
        return false;
    }
    template <class Scalar, int Batch, typename layer::shapes In, epilogue /*Then*/>
    using stage = concat_stage<Scalar, Batch, layer, In>;
    static constexpr choice explain(const typename layer::shapes& /*in*/, const epilogue& /*then*/,
                                    int /*batch*/) {
        return {"concatenation", "several nodes side by side", 0};
    }
};

}  // namespace typenet::kernel
