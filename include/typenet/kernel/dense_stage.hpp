// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/kernel/stage.hpp"
#include "typenet/kernel/tile.hpp"
#include "typenet/layer/dropout.hpp"

namespace typenet::kernel {

/// dense, dense + relu, dense + relu + dropout.
///
/// Forward: a panel of 64 outputs is one task; its weights are copied block by block into the
/// first-level cache (rows of the weight matrix are a power of two apart, which maps them all onto
/// a few cache sets). Backward: a block of inputs is one task; its weights are copied once with an
/// odd stride, give the input's gradient with the batch in the lanes, and are then updated while
/// they are in the second-level cache.
///
/// **Shapes**: [Batch][Inputs] → [Batch][Units]; weights [Inputs][Units].
/// **Source**: with ReLU before dropout an output above 0 is one that is alive and kept, so
/// backward needs no mask but the output.
template <class Scalar, int Batch, int Inputs, int Units, bool Relu, bool Dropout>
struct dense_stage {
    static_assert(Relu || !Dropout, "the mask is read off outputs above 0");
    using scalar = Scalar;
    static constexpr int batch = Batch;
    static constexpr extent in_size = Inputs;
    static constexpr extent out_size = Units;

private:
    static constexpr int panel = 64;
    static constexpr int panels = (Units + panel - 1) / panel;
    /// Terms of a sum between two visits of the cached weights: 128 rows of a panel are 32 KB.
    static constexpr int terms = 128;
    static constexpr int block = 28;
    static constexpr int blocks = (Inputs + block - 1) / block;
    /// Row lengths that are an odd number of cache lines.
    static constexpr extent odd(extent count) {
        constexpr extent line = static_cast<extent>(alignment / sizeof(Scalar));
        return ((count + line - 1) / line | 1) * line;
    }
    static constexpr extent units_row = odd(Units);
    static constexpr extent batch_row = odd(Batch);

    static constexpr struct forward_rooms {
        layout all;
        extent weights = all.add<Scalar>(terms * panel);
        extent sums = all.add<Scalar>(Batch * panel);
    } forward_room{};
    static constexpr struct backward_rooms {
        layout all;
        extent weights = all.add<Scalar>(block * units_row);
        extent inputs = all.add<Scalar>(Batch * block);
        extent gradient = all.add<Scalar>(block * batch_row);
    } backward_room{};
    static constexpr struct shared_rooms {
        layout all;
        extent by_image = all.add<Scalar>(Batch * units_row);
        extent by_unit = all.add<Scalar>(Units * batch_row);
    } shared_room{};

public:
    static constexpr extent saved_bytes = 0;
    static constexpr extent forward_shared = 0;
    static constexpr extent backward_shared = shared_room.all.bytes();
    static constexpr extent forward_scratch = forward_room.all.bytes();
    static constexpr extent backward_scratch = backward_room.all.bytes();
    static constexpr bool backward_reads_output = Relu;

    template <class Executor>
    static void forward(const forward_data<Scalar>& data, Executor& executor) {
        executor.run(panels, [&](int task, std::byte* scratch) {
            Scalar* const cached = array_at<Scalar>(scratch, forward_room.weights);
            Scalar* const sums = array_at<Scalar>(scratch, forward_room.sums);
            with_size<Units, panel>(task, [&](auto columns) {
                const extent unit = extent{task} * panel;
                for (int image = 0; image < Batch; ++image)
                    std::copy_n(data.biases + unit, columns(), sums + extent{image} * columns);
                for_pieces<Inputs, terms>([&](auto count, int i) {
                    add_products<count, columns>(
                        data.in + i, data.weights + extent{i} * Units + unit, cached, sums);
                });
                for (int image = 0; image < Batch; ++image) {
                    finish<columns>(sums + extent{image} * columns, unit, image, data.pass,
                                    data.out + image * out_size + unit);
                }
            });
        });
    }

    template <bool InputGradient, class Executor, class Update>
    static void backward(const backward_data<Scalar>& data, Executor& executor,
                         const Update& update) {
        Scalar* const by_image = array_at<Scalar>(data.shared, shared_room.by_image);
        Scalar* const by_unit = array_at<Scalar>(data.shared, shared_room.by_unit);
        executor.run(panels, [&](int task, std::byte*) {
            with_size<Units, panel>(task, [&](auto columns) {
                mask_gradient<columns>(data, extent{task} * panel, by_image, by_unit, update);
            });
        });
        executor.run(blocks, [&](int task, std::byte* scratch) {
            with_size<Inputs, block>(task, [&](auto count) {
                const extent input = extent{task} * block;
                if constexpr (InputGradient) input_gradient<count>(data, input, by_unit, scratch);
                update_weights<count>(data, input, by_image, scratch, update);
            });
        });
    }

private:
    /// body(size) of piece number `piece` of `Total` things cut into pieces of `Piece`.
    template <int Total, int Piece, class Body>
    static TYPENET_INLINE void with_size(int piece, Body&& body) {
        if constexpr (Total >= Piece)
            if (piece < Total / Piece) body(std::integral_constant<int, Piece>{});
        if constexpr (Total % Piece != 0)
            if (piece == Total / Piece) body(std::integral_constant<int, Total % Piece>{});
    }

    /// sums[image][u] += sum over i < Count of in[image][i] · weights[i][u].
    template <int Count, int Columns>
    static void add_products(const Scalar* in, const Scalar* weights, Scalar* cached,
                             Scalar* sums) {
        constexpr tile_size size = best_tile<Scalar>(Batch, Columns);
        // A weight that is used for one tile only need not be copied first.
        constexpr bool copy = Batch > size.rows;
        if constexpr (copy) {
            for (int i = 0; i < Count; ++i)
                std::copy_n(weights + extent{i} * Units, Columns, cached + extent{i} * Columns);
        }
        const Scalar* const b = copy ? cached : weights;
        constexpr tile_strides strides{Inputs, 1, copy ? Columns : Units};
        for_pieces<Columns, size.columns>([&](auto columns, int u) {
            for_pieces<Batch, size.rows>([&](auto rows, int image) {
                Scalar* const to = sums + extent{image} * Columns + u;
                tile<Scalar, rows, columns> sum;
                sum.load(to, Columns);
                sum.template accumulate<strides>(in + extent{image} * Inputs, b + u, Count);
                sum.store(to, Columns);
            });
        });
    }

    /// ReLU and dropout of one image's outputs [unit, unit + Columns).
    template <int Columns>
    static void finish(const Scalar* sums, extent unit, int image, layer_pass pass, Scalar* out) {
        for (int u = 0; u < Columns; ++u) {
            const Scalar sum = sums[u];
            out[u] = Relu && !(sum > 0) ? Scalar{0} : sum;
        }
        if constexpr (Dropout) {
            if (pass.keep_probability >= 1) return;
            pass.item = static_cast<std::uint32_t>(image);
            dropout_row(dropout::position(pass), pass.keep_probability, unit, out,
                        std::integral_constant<int, Columns>{});
        }
    }
    /// Scales or clears outputs [unit, unit + Columns); `unit` is a multiple of the 64 units whose
    /// words come from the same sixteen blocks.
    template <int Columns>
    static void dropout_row(const random_position& at, double keep_probability, extent unit,
                            Scalar* out, std::integral_constant<int, Columns> /*count*/) {
        static_assert(panel == 64);
        const auto scale = static_cast<Scalar>(1 / keep_probability);
        const std::uint64_t below = yes_below(keep_probability);
        std::uint32_t words[4][16];
        const auto first_block = word_of(static_cast<std::uint32_t>(unit)).block;
        for (std::uint32_t block_number = 0; block_number < 16; ++block_number) {
            const auto four = philox(at, first_block + block_number);
            for (std::size_t word = 0; word < 4; ++word) words[word][block_number] = four[word];
        }
        for (int u = 0; u < Columns; ++u) {
            const Scalar kept = out[u] * scale;
            out[u] = words[u / 16][u % 16] < below ? kept : Scalar{0};
        }
    }

    /// The gradient before dropout and ReLU of units [unit, unit + Columns), stored both by image
    /// and by unit, and its sum over the images in order, which is the biases' gradient.
    template <int Columns>
    static void mask_gradient(const backward_data<Scalar>& data, extent unit, Scalar* by_image,
                              Scalar* by_unit, const auto& update) {
        const auto scale =
            Dropout ? static_cast<Scalar>(1 / data.pass.keep_probability) : Scalar{1};
        Scalar sums[Columns] = {};
        for (int image = 0; image < Batch; ++image) {
            const Scalar* const gradient = data.out_gradient + image * out_size + unit;
            const Scalar* const out = data.out + image * out_size + unit;
            Scalar* const to = by_image + image * units_row + unit;
            for (int u = 0; u < Columns; ++u) {
                const Scalar value = gradient[u] * scale;
                to[u] = !Relu || out[u] > 0 ? value : Scalar{0};
                sums[u] += to[u];
            }
            for (int u = 0; u < Columns; ++u) by_unit[(unit + u) * batch_row + image] = to[u];
        }
        constexpr int piece = std::min(Columns, 4 * simd::width<Scalar>);
        for_pieces<Columns, piece>([&](auto count, int u) {
            update.biases(unit + u, simd::row<Scalar, count>::load(sums + u));
        });
    }

    /// in_gradient[image][i] = sum over u of weights[i][u] · gradient[u][image], for a block of i.
    template <int Count>
    static void input_gradient(const backward_data<Scalar>& data, extent input,
                               const Scalar* by_unit, std::byte* scratch) {
        Scalar* const weights = array_at<Scalar>(scratch, backward_room.weights);
        Scalar* const gradient = array_at<Scalar>(scratch, backward_room.gradient);
        for (int i = 0; i < Count; ++i)
            std::copy_n(data.weights + (input + i) * Units, Units, weights + i * units_row);
        constexpr tile_size size = best_tile<Scalar>(Count, Batch);
        constexpr tile_strides strides{units_row, 1, batch_row};
        for_pieces<Batch, size.columns>([&](auto columns, int image) {
            for_pieces<Count, size.rows>([&](auto rows, int i) {
                using sums = tile<Scalar, rows, columns>;
                sums sum;
                sum.set(sums::columns::set(0));
                sum.template accumulate<strides>(weights + i * units_row, by_unit + image, Units);
                sum.store(gradient + i * batch_row + image, batch_row);
            });
        });
        for (int image = 0; image < Batch; ++image)
            for (int i = 0; i < Count; ++i)
                data.in_gradient[image * in_size + input + i] = gradient[i * batch_row + image];
    }

    /// The gradient of weights [input, input + Count) x all units, then the update, row by row: the
    /// weights and their moments stream through in the order in which they lie in memory.
    template <int Count>
    static void update_weights(const backward_data<Scalar>& data, extent input,
                               const Scalar* by_image, std::byte* scratch, const auto& update) {
        Scalar* const inputs = array_at<Scalar>(scratch, backward_room.inputs);
        Scalar* const gradient = array_at<Scalar>(scratch, backward_room.weights);
        for (int image = 0; image < Batch; ++image)
            std::copy_n(data.in + image * in_size + input, Count, inputs + extent{image} * Count);
        constexpr tile_size size = best_tile<Scalar>(Count, Units);
        constexpr tile_strides strides{1, Count, units_row};
        for_pieces<Units, size.columns>([&](auto columns, int u) {
            for_pieces<Count, size.rows>([&](auto rows, int i) {
                using sums = tile<Scalar, rows, columns>;
                sums sum;
                sum.set(sums::columns::set(0));
                sum.template accumulate<strides>(inputs + i, by_image + u, Batch);
                sum.store(gradient + i * units_row + u, units_row);
            });
        });
        constexpr int piece = std::min(Units, 4 * simd::width<Scalar>);
        for (int i = 0; i < Count; ++i) {
            for_pieces<Units, piece>([&](auto count, int u) {
                update.weights((input + i) * Units + u,
                               simd::row<Scalar, count>::load(gradient + i * units_row + u));
            });
        }
    }
};

}  // namespace typenet::kernel
