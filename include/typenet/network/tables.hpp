// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/hana/flatten.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <boost/hana/unpack.hpp>

#include "typenet/base/tensor_view.hpp"
#include "typenet/layer/window_geometry.hpp"
#include "typenet/network/scan.hpp"

namespace typenet {

namespace hana = boost::hana;

/// One row of a network's table: a layer with what it reads and what follows from its place. Plain
/// values, for code that has no business with types.
struct node {
    text spelling;                            ///< "conv<32,5>"
    text name;                                ///< "conv1": kind and number among its kind
    text kind;                                ///< "conv"
    layer_role role = layer_role::transform;  ///< whether it computes, renames or judges
    int ordinal = 0;                          ///< 0 for the first of its kind
    std::array<int, most_inputs> reads{};     ///< nodes; -1 is the network's input
    int inputs = 1;                           ///< entries of `reads` that count
    shape in;                                 ///< what it is given, by the first of them
    shape out;                                ///< what it gives
    extent parameters = 0;                    ///< scalars in its trained tensors
    extent multiply_adds = 0;                 ///< forward, one image
    window_geometry windows;                  ///< of a convolution or pooling
    double constant = 0;                      ///< of its formula, where it has one
};

/// A tensor of a network by its name, and its place in the one buffer that holds them all.
struct named_tensor {
    text name;               ///< "conv1.weights"
    typenet::tensor tensor;  ///< its extents
    int node = 0;            ///< whose it is
    extent offset = 0;       ///< in scalars; a multiple of a cache line of floats
};

namespace detail {

/// The layers of all nodes of a list, in order, as a tuple of `hana::type`.
template <class... Layers>
constexpr auto layers_of_nodes(branch<Layers...> list);

template <class Layer>
constexpr auto layers_of_element() {
    if constexpr (is_composite<Layer>)
        return hana::flatten(Layer::branches([](auto... all) {
            return hana::make_tuple(layers_of_nodes(all)...,
                                    hana::tuple<hana::type<typename Layer::join>>{});
        }));
    else
        return hana::tuple<hana::type<Layer>>{};
}
template <class... Layers>
constexpr auto layers_of_nodes(branch<Layers...> /*list*/) {
    if constexpr ((is_composite<Layers> || ...))
        return hana::flatten(hana::make_tuple(layers_of_element<Layers>()...));
    else
        return hana::tuple<hana::type<Layers>...>{};
}

template <class Layer>
constexpr node row_of(const flow& at) {
    node row;
    row.spelling = Layer::spelling();
    row.name = row.kind = Layer::kind;
    row.role = Layer::role;
    row.reads = at.reads;
    row.inputs = at.inputs;
    row.in = at.in;
    row.out = at.out;
    row.multiply_adds = Layer::multiply_adds(at.in);
    if constexpr (requires { Layer::geometry(at.in); }) row.windows = Layer::geometry(at.in);
    if constexpr (requires { Layer::constant; }) row.constant = Layer::constant;
    for (const tensor& one : Layer::tensors(at.in))
        if (one.trained) row.parameters = saturating_sum(row.parameters, one.size());
    return row;
}

/// Numbers the names: conv1, conv2, …
template <std::size_t Count>
constexpr void number_names(std::array<node, Count>& table) {
    // Each name is looked for among the few kinds: pairs of all layers would be more than clang
    // evaluates.
    std::array<std::size_t, Count> first{};
    std::array<int, Count> count{};
    std::size_t kinds = 0;
    for (std::size_t i = 0; i < Count; ++i) {
        std::size_t kind = 0;
        while (kind < kinds && table[first[kind]].kind != table[i].kind) ++kind;
        if (kind == kinds) first[kinds++] = i;
        table[i].ordinal = count[kind]++;
        table[i].name.append(table[i].ordinal + 1);
    }
}

/// Everything that follows from a list of layers that fit: what its scan found, its input and the
/// layers of its nodes.
template <const auto& Found, class Input, class... Layers>
struct tables {
    static constexpr int depth = sizeof...(Layers);                ///< nodes behind the input
    static constexpr shape input_shape = Input::out().given;       ///< of each image
    static constexpr shape output_shape = Found.flows.back().out;  ///< what the loss gets
    static constexpr int classes = output_shape.channels;  ///< of a classifier: labels are below

    /// The layers of all nodes.
    using layers = hana::tuple<hana::type<Layers>...>;

    /// The nodes in order.
    static constexpr std::array<node, sizeof...(Layers)> nodes = [] {
        std::array<node, sizeof...(Layers)> table;
        std::size_t next = 0;
        ((table[next] = row_of<Layers>(Found.flows[next]), ++next), ...);
        number_names(table);
        return table;
    }();

    /// What node I is given: a shape, or an array of them.
    template <std::size_t I>
    static constexpr auto given = [] {
        constexpr const flow& at = Found.flows[I];
        if constexpr (at.inputs == 1) {
            return at.in;
        } else {
            std::array<shape, std::size_t{at.inputs}> all{};
            for (std::size_t k = 0; k < all.size(); ++k)
                all[k] = at.reads[k] < 0 ? input_shape
                                         : Found.flows[static_cast<std::size_t>(at.reads[k])].out;
            return all;
        }
    }();

    /// How many tensors they have.
    static constexpr std::size_t tensor_count =
        (std::size_t{0} + ... + std::tuple_size_v<decltype(Layers::tensors(shape{}))>);

    /// The named tensors in order. Trained ones come first in the buffer, statistics behind them.
    static constexpr std::array<named_tensor, tensor_count> tensors = [] {
        std::array<named_tensor, tensor_count> table{};
        std::size_t next = 0;
        int at = 0;
        const auto add = [&](const auto& of_layer) {
            const node& whose = nodes[static_cast<std::size_t>(at)];
            for (const tensor& one : of_layer)
                table[next++] = {text::of(whose.name, ".", one.name), one, at, 0};
            ++at;
        };
        (add(Layers::tensors(nodes[static_cast<std::size_t>(at)].in)), ...);
        extent offset = 0;
        for (const bool trained : {true, false})
            for (named_tensor& one : table)
                if (one.tensor.trained == trained) {
                    one.offset = offset;
                    offset = saturating_sum(offset, padded<float>(one.tensor.size()));
                }
        return table;
    }();
    /// Scalars of a buffer that holds all of them, each at the start of a cache line.
    static constexpr extent buffer_size = [] {
        extent end = 0;
        for (const named_tensor& one : tensors)
            end = std::max(end, saturating_sum(one.offset, padded<float>(one.tensor.size())));
        return end;
    }();

    static constexpr extent sum_of(extent node::* what) {
        extent sum = 0;
        for (const node& one : nodes) sum = saturating_sum(sum, one.*what);
        return sum;
    }
    /// Scalars in all trained tensors.
    static constexpr extent parameters = sum_of(&node::parameters);
    /// Forward multiply-adds of one image.
    static constexpr extent multiply_adds = sum_of(&node::multiply_adds);
};

/// The tables of a list of layers that fit.
template <class Input, class... Layers>
constexpr auto tables_of_list() {
    return hana::unpack(layers_of_nodes(branch<Layers...>{}), []<class... Nodes>(
                                                                  hana::basic_type<Nodes>...) {
        return std::type_identity<tables<checking::scanned<Input, Layers...>, Input, Nodes...>>{};
    });
}

}  // namespace detail
}  // namespace typenet
