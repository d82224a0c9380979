// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "typenet/kernel/epilogue.hpp"
#include "typenet/kernel/random_words.hpp"
#include "typenet/kernel/stage.hpp"

namespace typenet::kernel {

/// What every dense stage gives, and how it ends: ReLU and dropout.
///
/// **Shapes**: [Batch][Inputs] → [Batch][Units].
template <class Scalar, int Batch, int Inputs, int Units, epilogue Then>
struct dense_outputs : stage_base<Scalar, Batch, Inputs, Units> {
protected:
    /// Outputs whose random words come from the same sixteen blocks.
    static constexpr int words_at_once = 64;

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
            dropout_row(dropout::position(pass), pass.keep_probability, unit, out,
                        std::integral_constant<int, Columns>{});
        }
    }

private:
    /// Scales or clears outputs [unit, unit + Columns).
    template <int Columns>
    static void dropout_row(const random_position& at, double keep_probability, extent unit,
                            Scalar* out, std::integral_constant<int, Columns> /*count*/) {
        static_assert(Columns <= words_at_once);
        const auto scale = static_cast<Scalar>(1 / keep_probability);
        // The probability is below 1 here: 32 bits hold it.
        const auto below = static_cast<std::uint32_t>(yes_below(keep_probability));
        std::uint32_t words[words_at_once];
        random_words(at, word_of(static_cast<std::uint32_t>(unit)).block, words);
        for (int u = 0; u < Columns; ++u) {
            const Scalar kept = out[u] * scale;
            out[u] = words[u] < below ? kept : Scalar{0};
        }
    }
};

}  // namespace typenet::kernel
