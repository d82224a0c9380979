// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/dense/dense_stage.hpp"
#include "typenet/kernel/dense/single_dense_stage.hpp"
#include "typenet/kernel/dense/sparse_dense_stage.hpp"
#include "typenet/layer/dense.hpp"

/// Dense layers: every product, the products of living outputs, or one image's.
namespace typenet::kernel {

enum class dense_way : std::uint8_t { every_product, living_outputs, one_image };

/// Behind ReLU half of the outputs or fewer live; lists of them and transposed weights cost as much
/// as the products of some images.
constexpr dense_way best_dense_way(int units, const epilogue& then, int batch) {
    constexpr int least = 16;
    if (batch == 1) return dense_way::one_image;
    return then.relu && batch >= least && units >= least ? dense_way::living_outputs
                                                         : dense_way::every_product;
}

template <dense_way Way, class Scalar, int Batch, int Inputs, int Units, epilogue Then>
struct dense_stage_by {
    using type = dense_stage<Scalar, Batch, Inputs, Units, Then>;
};
template <class Scalar, int Batch, int Inputs, int Units, epilogue Then>
struct dense_stage_by<dense_way::living_outputs, Scalar, Batch, Inputs, Units, Then> {
    using type = sparse_dense_stage<Scalar, Batch, Inputs, Units, Then>;
};
template <class Scalar, int Inputs, int Units, epilogue Then>
struct dense_stage_by<dense_way::one_image, Scalar, 1, Inputs, Units, Then> {
    using type = single_dense_stage<Scalar, Inputs, Units, Then>;
};

template <int Units>
struct family<dense<Units>> {
    /// ReLU, then dropout: the mask of both is read off outputs above 0.
    static constexpr bool takes(const epilogue& so_far, const epilogue& next) {
        if (next.relu) return so_far == epilogue{};
        return next.dropout && so_far == epilogue{.relu = true};
    }
    template <class Scalar, int Batch, shape In, epilogue Then>
    using stage = typename dense_stage_by<best_dense_way(Units, Then, Batch), Scalar, Batch,
                                          In.channels, Units, Then>::type;
    /// With one half of the outputs counted as alive where the dead are left out.
    static constexpr choice explain(shape in, const epilogue& then, int batch) {
        const double all = 3.0 * batch * in.channels * Units;
        switch (best_dense_way(Units, then, batch)) {
            case dense_way::one_image:
                return {"dense, one image", "inputs of 0 left out; back, each weight is read once",
                        all};
            case dense_way::living_outputs:
                return {"dense, living outputs", "leaves out what ReLU set to 0", all * 2 / 3};
            default:
                return {
                    "dense",
                    then.relu ? "too few images or units for lists" : "no ReLU: all outputs live",
                    all};
        }
    }
};

}  // namespace typenet::kernel
