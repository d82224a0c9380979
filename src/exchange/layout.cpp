// SPDX-License-Identifier: BSL-1.0
#include "exchange/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "support/error.hpp"

namespace typenet::exchange {

namespace {

value_order order_of_flatten(const shape& image) {
    if (image.channels == 1 || extent{image.height} * image.width == 1) return {};
    value_order order;
    order.reserve(static_cast<std::size_t>(image.size()));
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x)
            for (int c = 0; c < image.channels; ++c)
                order.push_back(
                    static_cast<std::uint32_t>((c * image.height + y) * image.width + x));
    return order;
}

[[noreturn]] void mixes_orders(const node& layer) {
    throw error(
        fmt::format("{} cannot be imported from PyTorch: expected values of one order, found some "
                    "that come from "
                    "flatten, which goes through images in another order there",
                    layer.name.view()));
}

/// Flat values joined one behind the other.
value_order joined(const node& layer, std::span<const node> nodes,
                   std::span<const value_order> orders) {
    value_order all;
    bool differs = false;
    std::uint32_t before = 0;
    for (int i = 0; i < layer.inputs; ++i) {
        const auto from = static_cast<std::size_t>(layer.reads[static_cast<std::size_t>(i)]);
        value_order one = orders[from];
        differs = differs || !one.empty();
        if (one.empty()) {
            one.resize(static_cast<std::size_t>(nodes[from].out.size()));
            std::iota(one.begin(), one.end(), 0U);
        }
        for (const std::uint32_t at : one) all.push_back(before + at);
        before += static_cast<std::uint32_t>(one.size());
    }
    return differs ? all : value_order{};
}

}  // namespace

std::string_view whose(layout which) { return which == layout::keras ? "Keras'" : "PyTorch's"; }

family family_of(const node& layer) {
    const std::string_view kind = layer.kind.view();
    if (kind == "conv" || kind == "depthwise_conv") return family::window;
    if (kind == "dense") return family::matrix;
    if (kind == "batch_norm") return family::norm;
    return family::own;
}

std::vector<std::uint64_t> shape_in(layout which, const node& layer, const tensor& one) {
    std::vector<std::uint64_t> shape(one.extents.begin(), one.extents.begin() + one.rank);
    const family of = family_of(layer);
    if (which == layout::keras || of == family::own || one.rank < 2) return shape;
    if (of == family::matrix) return {shape[1], shape[0]};
    if (layer.kind == "depthwise_conv") return {shape[2], shape[3], shape[0], shape[1]};
    return {shape[3], shape[2], shape[0], shape[1]};
}

std::vector<value_order> value_orders(std::span<const node> nodes) {
    std::vector<value_order> orders;
    for (const node& layer : nodes) {
        value_order order;
        const auto given = [&](int i) {
            const int from = layer.reads[static_cast<std::size_t>(i)];
            return from < 0 ? value_order{} : orders[static_cast<std::size_t>(from)];
        };
        if (layer.kind == "flatten") {
            order = order_of_flatten(layer.in);
        } else if (layer.out.flat && layer.kind == "concat") {
            order = joined(layer, nodes, orders);
        } else if (layer.out.flat && layer.kind != "dense") {
            order = given(0);
            for (int i = 1; i < layer.inputs; ++i)
                if (given(i) != order) mixes_orders(layer);
            if (!order.empty() && layer.out != layer.in) mixes_orders(layer);
        }
        orders.push_back(std::move(order));
    }
    return orders;
}

std::vector<float> in_own_layout(layout from, const node& layer, const tensor& one,
                                 const value_order& in, std::span<const float> values) {
    std::vector<float> own(values.begin(), values.end());
    const family of = family_of(layer);
    if (from == layout::keras || of == family::own) return own;
    const auto place = [&](std::size_t i) { return in.empty() ? i : std::size_t{in[i]}; };
    if (of == family::norm) {
        for (std::size_t i = 0; i < own.size(); ++i) own[i] = values[place(i)];
    } else if (one.rank == 2) {
        const auto inputs = static_cast<std::size_t>(one.extents[0]);
        const auto units = static_cast<std::size_t>(one.extents[1]);
        for (std::size_t i = 0; i < inputs; ++i)
            for (std::size_t u = 0; u < units; ++u)
                own[i * units + u] = values[u * inputs + place(i)];
    } else if (one.rank == 4) {
        // [pixels of the window][in][out] from [out][in][pixels]; a depthwise convolution has its
        // channels where others have inputs, and one output of each.
        const auto pixels =
            static_cast<std::size_t>(one.extents[0]) * static_cast<std::size_t>(one.extents[1]);
        const bool is_depthwise = layer.kind == "depthwise_conv";
        const auto inputs = is_depthwise ? 1 : static_cast<std::size_t>(one.extents[2]);
        const std::size_t outputs = own.size() / (pixels * inputs);
        for (std::size_t p = 0; p < pixels; ++p)
            for (std::size_t i = 0; i < inputs; ++i)
                for (std::size_t o = 0; o < outputs; ++o)
                    own[(p * inputs + i) * outputs + o] = values[(o * inputs + i) * pixels + p];
    }
    return own;
}

}  // namespace typenet::exchange
