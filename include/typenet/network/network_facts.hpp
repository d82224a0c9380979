// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include "typenet/base/tensor.hpp"
#include "typenet/network/facts.hpp"

namespace typenet {

namespace hana = boost::hana;

namespace detail {

template <class Layer>
constexpr layer_facts facts_of(shape in) {
    layer_facts facts;
    facts.spelling = Layer::spelling();
    facts.name = Layer::kind;
    facts.role = Layer::role;
    facts.in = in;
    facts.out = Layer::out(in);
    facts.multiply_adds = Layer::multiply_adds(in);
    facts.kind = Layer::kind;
    if constexpr (requires { Layer::geometry(in); }) facts.windows = Layer::geometry(in);
    for (const parameter_shape& tensor : Layer::parameters(in))
        facts.parameters = saturating_sum(facts.parameters, tensor.size());
    return facts;
}

/// Everything that follows from the shapes of a network whose layers fit.
template <class Input, class... Layers>
struct network_facts {
    /// The layers as a Hana sequence of types; an alias, which costs nothing until it is used.
    using layers = hana::tuple<hana::type<Layers>...>;

    static constexpr int depth = sizeof...(Layers);
    static constexpr shape input_shape = Input::value;

    /// The layers as run-time values, in order.
    static constexpr std::array<layer_facts, depth> layer_table = [] {
        std::array<layer_facts, depth> table{};
        shape in = input_shape;
        std::size_t next = 0;
        ((table[next] = facts_of<Layers>(in), in = table[next++].out), ...);
        // Each name is looked for among the few kinds: pairs of all layers would be more than
        // clang evaluates.
        std::array<std::size_t, depth> first{};
        std::array<int, depth> count{};
        std::size_t kinds = 0;
        for (std::size_t i = 0; i < table.size(); ++i) {
            std::size_t kind = 0;
            while (kind < kinds && table[first[kind]].name != table[i].name) ++kind;
            if (kind == kinds) first[kinds++] = i;
            table[i].ordinal = count[kind]++;
        }
        for (layer_facts& layer : table) layer.name.append(layer.ordinal + 1);
        return table;
    }();

    static constexpr shape output_shape = layer_table.back().out;
    static constexpr int classes = output_shape.channels;

    static constexpr std::size_t parameter_tensors =
        (std::size_t{0} + ... + std::tuple_size_v<decltype(Layers::parameters(Input::value))>);

    /// The named parameters in order, each at its offset in one buffer.
    static constexpr std::array<parameter_facts, parameter_tensors> parameter_table = [] {
        std::array<parameter_facts, parameter_tensors> table{};
        std::size_t next = 0;
        std::size_t at = 0;
        extent offset = 0;
        const auto add = [&](const auto& tensors) {
            for (const parameter_shape& tensor : tensors) {
                table[next++] = {text::of(layer_table[at].name, ".", tensor.name), tensor,
                                 static_cast<int>(at), offset};
                offset = saturating_sum(offset, padded<float>(tensor.size()));
            }
            ++at;
        };
        (add(Layers::parameters(layer_table[at].in)), ...);
        return table;
    }();

    /// Number of parameters, and the length of a buffer that holds them with each tensor at the
    /// start of a cache line.
    static constexpr extent parameters = [] {
        extent sum = 0;
        for (const parameter_facts& p : parameter_table) sum = saturating_sum(sum, p.tensor.size());
        return sum;
    }();
    static constexpr extent parameter_extent = [] {
        if (parameter_table.empty()) return extent{0};
        const parameter_facts& last = parameter_table.back();
        return saturating_sum(last.offset, padded<float>(last.tensor.size()));
    }();

    /// Forward multiply-adds of one image.
    static constexpr extent multiply_adds = [] {
        extent sum = 0;
        for (const layer_facts& layer : layer_table) sum = saturating_sum(sum, layer.multiply_adds);
        return sum;
    }();
};

}  // namespace detail
}  // namespace typenet
