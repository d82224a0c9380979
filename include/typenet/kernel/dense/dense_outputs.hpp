// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "typenet/kernel/dropout/dropout_row.hpp"
#include "typenet/kernel/epilogue.hpp"
#include "typenet/kernel/stage.hpp"

namespace typenet::kernel {

/// What every dense stage gives, and how it ends: ReLU and dropout.
///
/// **Shapes**: [Batch][Inputs] → [Batch][Units].
template <class Scalar, int Batch, int Inputs, int Units, epilogue Then>
struct dense_outputs : stage_base<Scalar, Batch, Inputs, Units> {
protected:
    /// ReLU and dropout of one image's outputs [unit, unit + Columns); `unit` is a multiple of 64,
    /// and there are at most as many.
    template <int Columns>
    static void finish(const Scalar* sums, extent unit, int image, layer_pass pass, Scalar* out) {
        for (int u = 0; u < Columns; ++u) {
            const Scalar sum = sums[u];
            out[u] = Then.relu && !(sum > 0) ? Scalar{0} : sum;
        }
        if constexpr (Then.dropout) {
            if (pass.keep_probability >= 1) return;
            pass.item = static_cast<std::uint32_t>(image);
            dropout_row<Columns>(dropout::position(pass), pass.keep_probability, unit, out, out);
        }
    }
};

}  // namespace typenet::kernel
