// SPDX-License-Identifier: BSL-1.0
#include "commands/describe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "typenet/base/granted_threads.hpp"

namespace typenet::app {

namespace {

/// 3274634 as "3,274,634".
std::string grouped(extent number) {
    const std::string digits = std::to_string(number);
    std::string words;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) words += ',';
        words += digits[i];
    }
    return words;
}

std::string bytes_text(extent bytes) {
    constexpr double kib = 1024;
    const auto number = static_cast<double>(bytes);
    if (number >= kib * kib) return fmt::format("{:.1f} MiB", number / (kib * kib));
    if (number >= kib) return fmt::format("{:.1f} KiB", number / kib);
    return fmt::format("{} B", bytes);
}

std::string extents_text(const parameter_shape& tensor) {
    return fmt::format(
        "[{}]", fmt::join(tensor.extents.begin(), tensor.extents.begin() + tensor.rank, ","));
}

}  // namespace

std::string describe(const network_facts& network) {
    std::string words;
    auto out = std::back_inserter(words);
    const auto row = [&](std::string_view place, std::string_view layer,
                         std::string_view shape_after, std::string_view parameters,
                         std::string_view bytes, std::string_view multiply_adds) {
        const std::string line = fmt::format("{:>2}  {:<22} {:>14} {:>12} {:>10} {:>14}", place,
                                             layer, shape_after, parameters, bytes, multiply_adds);
        words.append(line, 0, line.find_last_not_of(' ') + 1).append("\n");
    };
    constexpr auto float_bytes = static_cast<extent>(sizeof(float));
    row("#", "layer", "output", "parameters", "bytes", "multiply-adds");
    row("0", "input", to_text(network.input).view(), "", "", "");
    int place = 0;
    for (const layer_facts& layer : network.layers) {
        const bool computes = layer.multiply_adds > 0;
        row(std::to_string(++place), layer.spelling.view(), to_text(layer.out).view(),
            computes ? grouped(layer.parameters) : "",
            computes ? bytes_text(layer.parameters * float_bytes) : "",
            computes ? grouped(layer.multiply_adds) : "");
    }
    row("", "all", "", grouped(network.parameter_count),
        bytes_text(network.parameter_count * float_bytes), grouped(network.multiply_adds));
    fmt::format_to(out, "\nparameter tensors\n");
    for (const parameter_facts& p : network.parameters)
        fmt::format_to(out, "    {:<18} {}\n", p.name.view(), extents_text(p.tensor));
    fmt::format_to(out, "\na training step on {} images, stage by stage\n", network.batch);
    for (std::size_t i = 0; i < network.stages.size(); ++i) {
        const stage_facts& stage = network.stages[i];
        constexpr double million = 1e6;
        fmt::format_to(out, "{:>2}  {}\n", i + 1, stage.layers.view());
        fmt::format_to(out, "    kernel         {}: {}\n", stage.kernel.view(), stage.why.view());
        fmt::format_to(out, "    multiply-adds  {:.1f} million, {:.1f} by plain products\n",
                       stage.operations / million, stage.dense_operations / million);
        fmt::format_to(out, "    moves          {}\n", bytes_text(stage.bytes));
        fmt::format_to(out, "    in the arena   output at {}, its gradient at {}, {} each\n",
                       stage.out, stage.out_gradient, bytes_text(stage.out_bytes));
        if (stage.saved >= 0)
            fmt::format_to(out, "                   kept state at {}, {}\n", stage.saved,
                           bytes_text(stage.saved_bytes));
        if (stage.forward_room_bytes + stage.backward_room_bytes > 0)
            fmt::format_to(out, "                   room of {} forward, of {} backward\n",
                           bytes_text(stage.forward_room_bytes),
                           bytes_text(stage.backward_room_bytes));
    }
    fmt::format_to(out, "\na trainer with {} and batches of {} holds\n", network.optimizer.view(),
                   network.batch);
    const auto room = [&](std::string_view what, extent bytes) {
        fmt::format_to(out, "    {:<42} {:>10}\n", what, bytes_text(bytes));
    };
    room("parameters", network.parameter_bytes);
    room("moments of the optimiser", network.moment_bytes);
    room("activations, gradients and shared room", network.arena_bytes);
    room("room of each thread", network.scratch_bytes);
    fmt::format_to(out, "compiled for {}\n", network.simd);
    const granted_threads granted = threads_granted();
    fmt::format_to(out, "threads unless told otherwise: {}, {}\n", granted.count, granted.reason());
    return words;
}

}  // namespace typenet::app
