// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

#include "typenet/plan/arena.hpp"
#include "typenet/plan/stages.hpp"

namespace typenet::plan {

/// What the whole arena is for.
enum class purpose_of_arena : std::uint8_t { training, inference };

/// The buffers of a stage; offsets in the arena once they are laid out.
struct stage_buffers {
    extent out = 0;
    extent saved = 0;
    extent out_gradient = 0;
    extent forward_shared = 0;
    extent backward_shared = 0;
    extent added_gradient = 0;  ///< of its input, until it is added to what other readers wrote
};
inline constexpr std::size_t buffers_of_a_stage = 6;

/// The tensors of a stage, which are those of its head.
struct stage_tensors {
    template <class T>
    using each = std::array<T, std::size_t{kernel::most_tensors}>;
    struct what {
        each<bool> trained{};
        each<bool> decays{};  ///< whether weight decay acts on it
    };

    int count = 0;
    each<extent> offset{};  ///< in the buffer of all
    what kinds{};

    constexpr void add(const named_tensor& one) {
        const auto at = static_cast<std::size_t>(count++);
        offset[at] = one.offset;
        kinds.trained[at] = one.tensor.trained;
        kinds.decays[at] = one.tensor.decays();
    }
};

/// A network of one batch size as stages, and the place of every buffer they use.
///
/// Moments: stage s runs forward at s, the loss at S, stage s backward at 2S - s.
template <network_type Net, class Scalar, int Batch>
struct plan {
    using scalar = Scalar;
    static constexpr int batch = Batch;
    static constexpr const auto& table = stages_of<Net>;
    static constexpr int stages = table.count;
    static constexpr const stage_row& row(int s) { return table.at[static_cast<std::size_t>(s)]; }

    /// The layer that stage S begins with, and its family.
    template <int S>
    using head = typename Net::template layer_at<row(S).first>;
    template <int S>
    using family = kernel::family<head<S>>;
    template <int S>
    using stage =
        typename family<S>::template stage<Scalar, Batch, Net::template shape_before<row(S).first>,
                                           row(S).then>;

    /// Those of each stage.
    static constexpr auto tensors = [] {
        std::array<stage_tensors, static_cast<std::size_t>(stages)> found{};
        for (std::size_t s = 0; s < found.size(); ++s)
            for (const named_tensor& one : Net::tensors)
                if (one.node == table.at[s].first) found[s].add(one);
        return found;
    }();

    /// What stage S does with the gradient of each of its inputs: of all readers of a node the last
    /// one, which is the first to go backward, assigns it.
    template <int S>
    static constexpr kernel::gradient_modes modes_of = [] {
        kernel::gradient_modes modes{};
        for (std::size_t k = 0; k < static_cast<std::size_t>(row(S).inputs); ++k) {
            const int read = row(S).reads[k];
            if (read < 0) continue;
            bool is_first = row(read).last_reader == S;
            for (std::size_t before = 0; before < k; ++before)
                is_first = is_first && row(S).reads[before] != read;
            modes[k] = is_first ? kernel::gradient_mode::assign : kernel::gradient_mode::add;
        }
        return modes;
    }();
    /// Whether stage S, which reads one node, cannot add by itself: then what it assigns is added
    /// behind it. Stages of joins can.
    template <int S>
    static constexpr bool is_added_after =
        modes_of<S>[0] == kernel::gradient_mode::add && !stage<S>::adds_input_gradient;

    /// Whether stage S runs with the one before in inference, which alone it reads: it does nothing
    /// there, or finishes pixels where they are written. Those are the same ones in both stages:
    /// nothing has flattened them.
    template <int S>
    static constexpr bool joins_last = [] {
        if constexpr (S > 0) {
            using of = stage<S>;
            using last = stage<S - 1>;
            constexpr bool reads_it_alone = row(S).inputs == 1 && row(S).reads[0] == S - 1 &&
                                            row(S - 1).first_reader == S &&
                                            row(S - 1).last_reader == S;
            if constexpr (of::can_be_a_finish && last::finishes_pixels)
                return reads_it_alone &&
                       Net::template shape_before<row(S).first> == last::out_shape;
            return reads_it_alone && of::does_nothing_in_inference;
        }
        return false;
    }();
    /// The stage that stage S runs with.
    template <int S>
    static constexpr int leader() {
        if constexpr (joins_last<S>) return leader<S - 1>();
        return S;
    }

    /// The buffers of stage S with their lives, in the order of `stage_buffers`.
    template <int S>
    static constexpr std::array<buffer, buffers_of_a_stage> buffers_of(purpose_of_arena purpose) {
        using of = stage<S>;
        constexpr auto size = static_cast<extent>(sizeof(Scalar));
        constexpr extent out_bytes = Batch * of::out_size * size;
        constexpr int first_reader = row(S).first_reader;
        constexpr int last_reader = row(S).last_reader;
        if (purpose == purpose_of_arena::inference) {
            constexpr int begin = leader<S>();
            constexpr bool is_last = S + 1 == stages || !joins_last<S + 1>;
            return {{{is_last ? out_bytes : 0, begin, last_reader},
                     {of::saved_bytes, begin, S},
                     {},
                     {of::forward_shared, begin, S},
                     {},
                     {}}};
        }
        constexpr int backward = 2 * stages - S;
        constexpr extent added = is_added_after<S> ? Batch * of::in_size * size : 0;
        // The output is read by its readers' backward or the loss, and perhaps by its own.
        return {{{out_bytes, S, of::backward_reads_output ? backward : 2 * stages - first_reader},
                 {of::saved_bytes, S, backward},
                 {out_bytes, 2 * stages - last_reader, backward},
                 {of::forward_shared, S, S},
                 {of::backward_shared, backward, backward},
                 {added, backward, backward}}};
    }

    struct memory {
        std::array<stage_buffers, static_cast<std::size_t>(stages)> at{};
        extent bytes = 0;
    };
    template <purpose_of_arena Purpose>
    static constexpr memory arena = [] {
        constexpr auto count = static_cast<std::size_t>(stages);
        std::array<buffer, buffers_of_a_stage * count> buffers{};
        auto next = buffers.begin();
        [&]<int... S>(std::integer_sequence<int, S...>) {
            ((next = std::ranges::copy(buffers_of<S>(Purpose), next).out), ...);
        }(std::make_integer_sequence<int, stages>{});
        const auto laid_out = lay_out(buffers);
        memory result;
        for (std::size_t s = 0; s < count; ++s) {
            const extent* const at = &laid_out.offset[buffers_of_a_stage * s];
            result.at[s] = {at[0], at[1], at[2], at[3], at[4], at[5]};
        }
        result.bytes = laid_out.bytes;
        return result;
    }();

    /// Bytes of room that each worker needs.
    template <purpose_of_arena Purpose>
    static constexpr extent scratch_bytes = [] {
        return [&]<int... S>(std::integer_sequence<int, S...>) {
            extent most = alignment;
            ((most = std::max(most, stage<S>::forward_scratch)), ...);
            if (Purpose == purpose_of_arena::training)
                ((most = std::max(most, stage<S>::backward_scratch)), ...);
            return most;
        }(std::make_integer_sequence<int, stages>{});
    }();
};

}  // namespace typenet::plan
