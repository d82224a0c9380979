// SPDX-License-Identifier: BSL-1.0

// How networks are cut into stages and their buffers laid out: this file tests by compiling.
#include <algorithm>
#include <array>

#include "typenet/plan/plan.hpp"
#include "typenet/plan/summary.hpp"

namespace {

using namespace typenet;
using plan::buffer;
using plan::purpose_of_arena;

using notebook = network<input<28, 28, 1>, conv<32, 5>, relu, max_pool<2>, expect<14, 14, 32>,
                         conv<64, 5>, relu, max_pool<2>, expect<7, 7, 64>, flatten, dense<1024>,
                         relu, dropout, dense<10>, softmax_cross_entropy>;
/// Nothing fuses: overlapping pools, dropout before ReLU, ReLU in front.
using odd = network<input<9, 9, 2>, relu, conv<4, 3>, max_pool<3, 2>, relu, flatten, dense<7>,
                    dropout, relu, dense<3>, softmax_cross_entropy>;
using bare = network<input<2, 3, 1>, flatten, softmax_cross_entropy>;

/// First and last layer of each stage.
template <class Net, int... Expected>
constexpr bool groups_are() {
    using planned = plan::plan<Net, float, 4>;
    constexpr std::array<int, sizeof...(Expected)> right{Expected...};
    if (std::size_t{2} * planned::stages != right.size()) return false;
    for (int s = 0; s < planned::stages; ++s)
        if (planned::row(s).first != right[static_cast<std::size_t>(2 * s)] ||
            planned::row(s).last != right[static_cast<std::size_t>(2 * s + 1)])
            return false;
    return true;
}
static_assert(groups_are<notebook, 0, 2, 4, 6, 9, 11, 12, 12>());
static_assert(groups_are<odd, 0, 0, 1, 1, 2, 2, 3, 3, 5, 5, 6, 6, 7, 7, 8, 8>());
static_assert(plan::plan<bare, float, 4>::stages == 0);
// A stride of the window's size is one; what overlaps is a stage of its own.
using pooled_alike =
    network<input<8, 8, 1>, conv<4, 3>, max_pool<2, 2>, conv<4, 3>, relu, max_pool<2>, conv<4, 3>,
            relu, max_pool<2, 1>, flatten, dense<3>, softmax_cross_entropy>;
static_assert(groups_are<pooled_alike, 0, 1, 2, 4, 5, 6, 7, 7, 9, 9>());

// What leaves pixels out does not join a convolution, whose kernels pool all that they compute.
using pooled_in_part = network<input<9, 9, 1>, conv<4, 3>, relu, max_pool<2, drop_rest>,
                               average_pool<2>, flatten, dense<3>, softmax_cross_entropy>;
static_assert(groups_are<pooled_in_part, 0, 1, 2, 2, 3, 3, 5, 5>());

// A stage's sizes are its layers'; what one gives the next takes.
using planned = plan::plan<notebook, float, 128>;
static_assert(planned::stage<0>::in_size == 28 * 28 && planned::stage<0>::out_size == 14 * 14 * 32);
static_assert(planned::stage<1>::in_size == 14 * 14 * 32 &&
              planned::stage<1>::out_size == 7 * 7 * 64);
static_assert(planned::stage<2>::in_size == 3136 && planned::stage<2>::out_size == 1024);
static_assert(planned::stage<3>::in_size == 1024 && planned::stage<3>::out_size == 10);
static_assert(planned::stage<2>::batch == 128);

// Their parameters.
static_assert(planned::tensors[1].count == 2 && planned::tensors[1].offset[0] == 832 &&
              planned::tensors[1].offset[1] == 52032 && planned::tensors[1].kinds.trained[1]);
static_assert(planned::tensors[3].offset[0] == 3264384);
static_assert(plan::plan<odd, float, 4>::tensors[0].count == 0);

// A residual link: what is read twice lives until both have read it, the last reader assigns its
// gradient and the first one adds; a ReLU behind the sum joins it, one before two readers joins
// too.
using linked = network<input<8, 8, 2>, conv<4, 3>, relu, residual<conv<4, 3>, relu, conv<4, 3>>,
                       relu, residual<branch<conv<6, 3, 2>>, shortcut<conv<6, 1, 2>>>, flatten,
                       dense<3>, softmax_cross_entropy>;
using linked_plan = plan::plan<linked, float, 4>;
using kernel::gradient_mode;
static_assert(groups_are<linked, 0, 1, 2, 3, 4, 4, 5, 6, 7, 7, 8, 8, 9, 9, 11, 11>());
static_assert(linked_plan::row(3).reads[0] == 2 && linked_plan::row(3).reads[1] == 0);
static_assert(linked_plan::row(3).then == kernel::epilogue{.relu = true});
static_assert(linked_plan::row(0).first_reader == 1 && linked_plan::row(0).last_reader == 3);
static_assert(linked_plan::modes_of<0>[0] == gradient_mode::none);
static_assert(linked_plan::modes_of<3>[0] == gradient_mode::assign &&
              linked_plan::modes_of<3>[1] == gradient_mode::assign &&
              linked_plan::modes_of<1>[0] == gradient_mode::add &&
              !linked_plan::is_added_after<1>);  // convolutions add themselves
static_assert(linked_plan::modes_of<5>[0] == gradient_mode::assign &&
              linked_plan::modes_of<4>[0] == gradient_mode::add);

// In inference what does nothing, or finishes pixels one by one, runs with the stage before.
using normalised = network<input<8, 8, 2>, conv<4, 3>, batch_norm<>, relu, dropout,
                           depthwise_conv<3>, batch_norm<>, residual<conv<4, 3>, batch_norm<>>,
                           flatten, batch_norm<>, dropout, dense<3>, softmax_cross_entropy>;
using normalised_plan = plan::plan<normalised, float, 4>;
static_assert(!normalised_plan::joins_last<0> && normalised_plan::joins_last<1> &&
              normalised_plan::joins_last<2> && normalised_plan::leader<2>() == 0);
static_assert(!normalised_plan::joins_last<3> && normalised_plan::joins_last<4>);
// A join reads two stages, and finishes nothing; behind `flatten` are other pixels.
static_assert(!normalised_plan::joins_last<5> && normalised_plan::joins_last<6> &&
              !normalised_plan::joins_last<7> && !normalised_plan::joins_last<8> &&
              normalised_plan::joins_last<9>);

// The layout.
template <std::size_t Count>
constexpr bool is_right(const std::array<buffer, Count>& buffers,
                        const std::array<extent, Count>& offsets, extent bytes) {
    for (std::size_t i = 0; i < Count; ++i) {
        if (offsets[i] < 0 || offsets[i] % 64 != 0 || offsets[i] + buffers[i].bytes > bytes)
            return false;
        for (std::size_t j = 0; j < i; ++j) {
            const bool together =
                buffers[i].first <= buffers[j].last && buffers[j].first <= buffers[i].last;
            const bool overlap = offsets[i] < offsets[j] + buffers[j].bytes &&
                                 offsets[j] < offsets[i] + buffers[i].bytes;
            if (together && overlap) return false;
        }
    }
    return true;
}
constexpr std::array<buffer, 3> three{{{100, 0, 2}, {200, 2, 4}, {50, 3, 3}}};
static_assert(is_right<3>(three, {0, 128, 0}, 328));
static_assert(!is_right<3>(three, {0, 64, 0}, 328));     // the first two overlap at moment 2
static_assert(!is_right<3>(three, {0, 128, 128}, 328));  // the last two at moment 3
static_assert(!is_right<3>(three, {0, 130, 0}, 330));    // not aligned
static_assert(!is_right<3>(three, {0, 128, 0}, 320));    // past the end
static_assert(is_right(three, plan::lay_out(three).offset, plan::lay_out(three).bytes));
// 200 first, 100 behind it, 50 in the place of the 100, which is dead by then.
static_assert(plan::lay_out(three).bytes == 256 + 128 && plan::lay_out(three).offset[2] == 256);
// As many as a deep network has: compilers count their steps.
constexpr auto many = [] {
    std::array<buffer, 300> all{};
    for (int i = 0; i < 300; ++i)
        all[static_cast<std::size_t>(i)] = {64 * extent{1 + i % 7}, i, i + 3};
    return all;
}();
static_assert(plan::lay_out(many).bytes < 64 * 7 * 8);

/// The arena of a plan, by what its stages say and where the plan puts it.
template <class Plan, purpose_of_arena Purpose>
constexpr bool arena_is_right() {
    constexpr auto stages = static_cast<std::size_t>(Plan::stages);
    constexpr std::size_t each = plan::buffers_of_a_stage;
    std::array<buffer, stages * each> buffers{};
    std::array<extent, stages * each> offsets{};
    [&]<int... S>(std::integer_sequence<int, S...>) {
        (std::ranges::copy(Plan::template buffers_of<S>(Purpose),
                           buffers.begin() + static_cast<extent>(each) * S),
         ...);
    }(std::make_integer_sequence<int, Plan::stages>{});
    const auto& arena = Plan::template arena<Purpose>;
    for (std::size_t s = 0; s < stages; ++s) {
        const auto& at = arena.at[s];
        const std::array<extent, each> in_order{
            at.out,           at.saved, at.out_gradient, at.forward_shared, at.backward_shared,
            at.added_gradient};
        std::ranges::copy(in_order, offsets.begin() + static_cast<extent>(each * s));
    }
    return is_right(buffers, offsets, arena.bytes);
}
template <class Net, class Scalar, int Batch>
constexpr bool arenas_are_right =
    arena_is_right<plan::plan<Net, Scalar, Batch>, purpose_of_arena::training>() &&
    arena_is_right<plan::plan<Net, Scalar, Batch>, purpose_of_arena::inference>();
static_assert(arenas_are_right<notebook, float, 1>);
static_assert(arenas_are_right<notebook, float, 128>);
static_assert(arenas_are_right<notebook, double, 16>);
static_assert(arenas_are_right<odd, float, 7>);
static_assert(arenas_are_right<linked, float, 5>);
static_assert(arenas_are_right<bare, float, 7>);

// Forward, an output lives until the next stage has read it; for training until both backward
// passes that may read it are over: stage 1 of 4 runs backward at 7, stage 2 at 6.
static_assert([] {
    const auto kept = planned::buffers_of<1>(purpose_of_arena::training);
    const auto passing = planned::buffers_of<1>(purpose_of_arena::inference);
    return kept[0].first == 1 && kept[0].last >= 6 && kept[1].first == 1 && kept[1].last == 7 &&
           kept[2].first == 6 && kept[2].last == 7 && passing[0].first == 1 &&
           passing[0].last == 2 && kept[0].bytes == 128 * 7 * 7 * 64 * 4;
}());

// Within what the design promises for a machine's caches and memory.
static_assert(planned::arena<purpose_of_arena::training>.bytes < 64 << 20);
static_assert(plan::plan<notebook, float, 1>::arena<purpose_of_arena::inference>.bytes <
              planned::arena<purpose_of_arena::training>.bytes / 8);
// No less than the logits, the input of the last stage and their gradients.
static_assert(planned::arena<purpose_of_arena::training>.bytes >= 2 * 128 * (1024 + 10) * 4);

// The table: kernels, reasons and what they save.
constexpr auto& table = plan::summaries<notebook, float, 128, 2>;
static_assert(table.size() == 4);
static_assert(table[0].layers.view() == "conv1 + relu1 + max_pool1" &&
              table[0].kernel == "direct" &&
              table[0].why == "transforms of 16x16 do not hold the image and its zeros");
static_assert(table[1].kernel == "16x16 transforms");
static_assert(table[2].kernel == "dense, living outputs" && table[3].kernel == "dense");
// Plain products of conv2: 3 passes, 128 images, 14x14 pixels, 64 filters, 5x5 taps, 32 channels.
static_assert(table[1].dense_operations == 3.0 * 128 * 14 * 14 * 64 * 25 * 32);
static_assert(table[0].dense_operations == 2.0 * 128 * 28 * 28 * 32 * 25 &&
              table[0].operations == table[0].dense_operations);
static_assert(table[1].operations < 0.25 * table[1].dense_operations);
static_assert(table[3].operations == table[3].dense_operations);
// dense1 moves its weights twice, and weights and two moments in and out.
static_assert(table[2].bytes > extent{8} * 3136 * 1024 * 4 &&
              table[2].bytes < extent{9} * 3136 * 1024 * 4);
static_assert(table[1].out == planned::arena<purpose_of_arena::training>.at[1].out);
// The bytes of each buffer, and no place outside of the arena.
static_assert(table[1].out_bytes == 128 * 7 * 7 * 64 * 4 && table[3].out_bytes == 128 * 10 * 4 &&
              plan::summaries<notebook, double, 16, 2>[1].out_bytes == 16 * 7 * 7 * 64 * 8);
static_assert(table[1].saved_bytes == planned::stage<1>::saved_bytes &&
              table[0].forward_room_bytes == planned::stage<0>::forward_shared &&
              table[1].backward_room_bytes == planned::stage<1>::backward_shared &&
              table[1].saved_bytes > 0 && table[1].backward_room_bytes > 0 &&
              table[3].saved_bytes == 0);
static_assert(std::ranges::all_of(table, [](const plan::stage_summary& stage) {
    constexpr extent all = planned::arena<purpose_of_arena::training>.bytes;
    return stage.out + stage.out_bytes <= all && stage.out_gradient + stage.out_bytes <= all &&
           stage.saved + stage.saved_bytes <= all;
}));
static_assert(plan::summaries<notebook, float, 1, 2>[2].kernel == "dense, one image");
static_assert(plan::summaries<notebook, float, 8, 2>[2].why == "too few images or units for lists");
static_assert(plan::summaries<odd, float, 4, 1>[0].kernel == "reference");
static_assert(plan::summaries<odd, float, 4, 1>[2].kernel == "pooling");
static_assert(plan::summaries<bare, float, 4, 1>.empty());

}  // namespace
