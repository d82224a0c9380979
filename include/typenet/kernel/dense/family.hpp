// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/dense/dense_stage.hpp"
#include "typenet/kernel/dense/single_dense_stage.hpp"
#include "typenet/kernel/dense/sparse_dense_stage.hpp"
#include "typenet/kernel/without_biases.hpp"
#include "typenet/layer/dense.hpp"

/// Dense layers: every product, the products of living outputs, or one image's.
namespace typenet::kernel {

/// Behind ReLU half of the outputs or fewer live; lists of them and transposed weights cost as much
/// as the products of some images.
constexpr bool leaves_out_dead(int units, const epilogue& then, int batch) {
    constexpr int least = 16;
    return then.relu && batch >= least && units >= least;
}

template <auto... Options>
struct family<dense<Options...>> {
    static constexpr int units = dense<Options...>::units;

    /// ReLU, then dropout: the mask of both is read off outputs above 0.
    static constexpr bool takes(const epilogue& so_far, const epilogue& next) {
        if (next.relu) return so_far == epilogue{};
        return next.dropout && so_far == epilogue{.relu = true};
    }
    template <class Scalar, int Batch, shape In, epilogue Then>
    using stage = stage_with_biases_if<
        std::conditional_t<
            Batch == 1, single_dense_stage<Scalar, In.channels, units, Then>,
            std::conditional_t<leaves_out_dead(units, Then, Batch),
                               sparse_dense_stage<Scalar, Batch, In.channels, units, Then>,
                               dense_stage<Scalar, Batch, In.channels, units, Then>>>,
        units, dense<Options...>::has_biases>;
    /// With one half of the outputs counted as alive where the dead are left out.
    static constexpr choice explain(shape in, const epilogue& then, int batch) {
        const double all = 3.0 * batch * in.channels * units;
        if (batch == 1)
            return {"dense, one image", "inputs of 0 left out; back, each weight is read once",
                    all};
        if (leaves_out_dead(units, then, batch))
            return {"dense, living outputs", "leaves out what ReLU set to 0", all * 2 / 3};
        return {"dense",
                then.relu ? "too few images or units for lists" : "no ReLU: all outputs live", all};
    }
};

}  // namespace typenet::kernel
