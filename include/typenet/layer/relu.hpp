// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/elementwise.hpp"

namespace typenet {

/// max(x, 0) of each value. The gradient at 0 is 0, as TensorFlow's and PyTorch's.
///
/// **Shapes**: any, unchanged.
struct relu : elementwise<relu> {
    static constexpr text kind = "relu";
    static constexpr text spelling() { return kind; }

    template <class Scalar>
    static constexpr Scalar value(Scalar x) {
        return x > 0 ? x : Scalar{0};
    }
    template <class Scalar>
    static constexpr Scalar gradient(Scalar x, Scalar of_value) {
        return x > 0 ? of_value : Scalar{0};
    }
};

}  // namespace typenet
