// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>

#include "typenet/base/simd.hpp"
#include "typenet/base/team.hpp"
#include "typenet/network/network.hpp"
#include "typenet/train/buffer_share.hpp"

namespace typenet {

/// What is done to whole buffers laid out as the parameters are, not stage by stage, or to one
/// process's share of them, by all threads of a team. A buffer is cut into a number of pieces that
/// no thread and no process has a say in, and a sum over it is added in the order of lanes, then of
/// pieces: the same bits for any number of them.
template <network_type Net, class Scalar>
class whole_buffer {
public:
    /// A sum for each piece.
    using sums_of_pieces = std::array<double, std::size_t{buffer_pieces}>;

    /// The threads that share the work, and the part that is worked on.
    explicit whole_buffer(team& threads, const buffer_share& part = {})
        : team_(threads), part_(part) {}

    /// sink.update<trained, decays>(offset, gradient) for every row of kept gradients.
    template <class Sink>
    void update(const Sink& sink, const Scalar* gradients) const {
        for_pieces([&](int piece) {
            for_rows(piece, [&]<bool Trained, bool Decays>(extent at) {
                sink.template update<Trained, Decays>(at, row::load(gradients + at));
            });
        });
    }
    /// average ← keep·average + (1 - keep)·values, statistics included.
    void average(Scalar* average, const Scalar* values, double keep) const {
        for_pieces([&](int piece) {
            const row kept = row::set(static_cast<Scalar>(keep));
            const row rest = row::set(static_cast<Scalar>(1 - keep));
            for_rows(piece, [&]<bool Trained, bool Decays>(extent at) {
                multiply_add(row::load(average + at), kept, rest * row::load(values + at))
                    .store(average + at);
            });
        });
    }
    /// values ← factor·values; with `TrainedOnly` statistics stay.
    template <bool TrainedOnly>
    void scale(Scalar* values, double factor) const {
        for_pieces([&](int piece) {
            const row by = row::set(static_cast<Scalar>(factor));
            for_rows(piece, [&]<bool Trained, bool Decays>(extent at) {
                if constexpr (Trained || !TrainedOnly)
                    (row::load(values + at) * by).store(values + at);
            });
        });
    }
    /// sum ← sum + values, statistics included.
    void add(Scalar* sum, const Scalar* values) const {
        for_pieces([&](int piece) {
            for_rows(piece, [&]<bool Trained, bool Decays>(extent at) {
                (row::load(sum + at) + row::load(values + at)).store(sum + at);
            });
        });
    }
    /// Of all parameters, or of those alone that weight decay acts on; in double. The sums of other
    /// pieces stay as they are.
    template <bool DecayingOnly>
    void squares(const Scalar* values, sums_of_pieces& sums) const {
        for_pieces([&](int piece) {
            std::array<double, std::size_t{row_scalars}> lanes{};
            for_rows(piece, [&]<bool Trained, bool Decays>(extent at) {
                if constexpr (DecayingOnly ? Decays : Trained)
                    for (int i = 0; i < row_scalars; ++i) {
                        const auto value = static_cast<double>(values[at + i]);
                        lanes[static_cast<std::size_t>(i)] += value * value;
                    }
            });
            double& sum = sums[static_cast<std::size_t>(piece)];
            sum = 0;
            for (const double lane : lanes) sum += lane;
        });
    }
    /// The same over everything.
    template <bool DecayingOnly>
    [[nodiscard]] double sum_of_squares(const Scalar* values) const {
        sums_of_pieces sums{};
        squares<DecayingOnly>(values, sums);
        return sum_of(sums);
    }
    /// Of all pieces, in order.
    [[nodiscard]] static double sum_of(const sums_of_pieces& sums) {
        double sum = 0;
        for (const double of_piece : sums) sum += of_piece;
        return sum;
    }

private:
    static constexpr int row_scalars = static_cast<int>(buffer_row);
    using row = simd::row<Scalar, row_scalars>;

    template <class Body>
    void for_pieces(Body&& body) const {
        const int first = part_.first_piece();
        team_.run(part_.last_piece() - first, [&](int task, std::byte*) { body(first + task); });
    }

    /// body.operator()<trained, decays>(offset) for each row of a piece.
    template <class Body>
    static void for_rows(int piece, const Body& body) {
        const extent begin = piece_begin(Net::buffer_size, piece);
        const extent end = piece_begin(Net::buffer_size, piece + 1);
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
    buffer_share part_;
};

}  // namespace typenet
