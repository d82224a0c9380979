// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>

#include "typenet/base/simd.hpp"
#include "typenet/base/team.hpp"
#include "typenet/network/network.hpp"

namespace typenet {

/// What is done to whole buffers laid out as the parameters are, not stage by stage, by all threads
/// of a team. A buffer is cut into a number of pieces that no thread has a say in, and a sum over
/// it is added in the order of lanes, then of pieces: the same bits for any number of threads.
template <network_type Net, class Scalar>
class whole_buffer {
public:
    /// The threads that share the work.
    explicit whole_buffer(team& threads) : team_(threads) {}

    /// sink.update<trained, decays>(offset, gradient) for every row of kept gradients.
    template <class Sink>
    void update(const Sink& sink, const Scalar* gradients) const {
        team_.run(pieces, [&](int piece, std::byte*) {
            for_rows(piece, [&]<bool Trained, bool Decays>(extent at) {
                sink.template update<Trained, Decays>(at, row::load(gradients + at));
            });
        });
    }
    /// average ← keep·average + (1 - keep)·values, statistics included.
    void average(Scalar* average, const Scalar* values, double keep) const {
        team_.run(pieces, [&](int piece, std::byte*) {
            const row kept = row::set(static_cast<Scalar>(keep));
            const row rest = row::set(static_cast<Scalar>(1 - keep));
            for_rows(piece, [&]<bool Trained, bool Decays>(extent at) {
                multiply_add(row::load(average + at), kept, rest * row::load(values + at))
                    .store(average + at);
            });
        });
    }
    /// values ← factor·values; statistics stay.
    void scale(Scalar* values, double factor) const {
        team_.run(pieces, [&](int piece, std::byte*) {
            const row by = row::set(static_cast<Scalar>(factor));
            for_rows(piece, [&]<bool Trained, bool Decays>(extent at) {
                if constexpr (Trained) (row::load(values + at) * by).store(values + at);
            });
        });
    }
    /// Of all parameters, or of those alone that weight decay acts on; in double.
    template <bool DecayingOnly>
    [[nodiscard]] double sum_of_squares(const Scalar* values) const {
        std::array<double, pieces> sums{};
        team_.run(pieces, [&](int piece, std::byte*) {
            std::array<double, row_scalars> lanes{};
            for_rows(piece, [&]<bool Trained, bool Decays>(extent at) {
                if constexpr (DecayingOnly ? Decays : Trained)
                    for (int i = 0; i < row_scalars; ++i) {
                        const auto value = static_cast<double>(values[at + i]);
                        lanes[static_cast<std::size_t>(i)] += value * value;
                    }
            });
            for (const double lane : lanes) sums[static_cast<std::size_t>(piece)] += lane;
        });
        double sum = 0;
        for (const double of_piece : sums) sum += of_piece;
        return sum;
    }

private:
    static constexpr int pieces = 64;
    /// Tensors begin at multiples of it, and the gaps behind them hold zeros.
    static constexpr int row_scalars = static_cast<int>(padded<float>(1));
    static constexpr extent rows = Net::buffer_size / row_scalars;
    using row = simd::row<Scalar, row_scalars>;

    /// body.operator()<trained, decays>(offset) for each row of a piece.
    template <class Body>
    static void for_rows(int piece, const Body& body) {
        const extent begin = rows * piece / pieces * row_scalars;
        const extent end = rows * (piece + 1) / pieces * row_scalars;
        for (const named_tensor& one : Net::tensors) {
            const extent last = std::min(end, one.offset + padded<float>(one.tensor.size()));
            const auto each = [&]<bool Trained, bool Decays>() {
                for (extent at = std::max(begin, one.offset); at < last; at += row_scalars)
                    body.template operator()<Trained, Decays>(at);
            };
            if (!one.tensor.trained)
                each.template operator()<false, false>();
            else if (one.tensor.decays())
                each.template operator()<true, true>();
            else
                each.template operator()<true, false>();
        }
    }

    team& team_;
};

}  // namespace typenet
