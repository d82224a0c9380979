// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <limits>

#include "typenet/layer/layer.hpp"

namespace typenet {

/// An image as flat values, in the order H, W, C with C fastest: TensorFlow's, so that weights of a
/// `dense` behind it compare directly.
///
/// **Shapes**: H x W x C → H·W·C values.
/// **Errors** (compile time): a flat input.
/// **Cost**: none; the memory is the same.
struct flatten : identity {
    static constexpr text kind = "flatten";

    static constexpr text spelling() { return "flatten"; }
    static constexpr shape_or_complaint out(shape in) {
        if (in.flat) return {"an image, HxWxC", to_text(in)};
        if (in.size() > std::numeric_limits<int>::max())
            return {"fewer than 2^31 values", to_text(in)};
        return shape::values(static_cast<int>(in.size()));
    }
};

}  // namespace typenet
