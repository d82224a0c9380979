// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/depthwise/depthwise_stage.hpp"
#include "typenet/kernel/without_biases.hpp"
#include "typenet/layer/depthwise_conv.hpp"

namespace typenet::kernel {

template <auto... Options>
struct family<depthwise_conv<Options...>> {
    using layer = depthwise_conv<Options...>;

    /// ReLU.
    static constexpr bool takes(const epilogue& so_far, const epilogue& next) {
        return so_far == epilogue{} && next == epilogue{.relu = true};
    }
    template <class Scalar, int Batch, shape In, epilogue Then>
    using stage = stage_with_biases_if<depthwise_stage<Scalar, Batch, layer::geometry(In), Then>,
                                       In.channels, layer::options.has_biases>;
    static constexpr choice explain(shape in, const epilogue& /*then*/, int batch) {
        return {"depthwise", "each channel by itself",
                3.0 * batch * static_cast<double>(layer::multiply_adds(in))};
    }
};

}  // namespace typenet::kernel
