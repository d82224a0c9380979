// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/norm/batch_norm_stage.hpp"
#include "typenet/layer/batch_norm.hpp"

namespace typenet::kernel {

template <double Momentum, double Epsilon>
struct family<batch_norm<Momentum, Epsilon>> {
    /// ReLU.
    static constexpr bool takes(const epilogue& so_far, const epilogue& next) {
        return so_far == epilogue{} && next == epilogue{.relu = true};
    }
    template <class Scalar, int Batch, shape In, epilogue Then>
    using stage = batch_norm_stage<Scalar, Batch, batch_norm<Momentum, Epsilon>, In, Then>;
    static constexpr choice explain(shape in, const epilogue& /*then*/, int batch) {
        return {"normalisation", "two passes over the minibatch",
                7.0 * batch * static_cast<double>(in.size())};
    }
};

}  // namespace typenet::kernel
