// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <boost/hana/at.hpp>
#include <boost/hana/fold_left.hpp>
#include <boost/hana/integral_constant.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <type_traits>

#include "typenet/check/layers.hpp"
#include "typenet/diagnostic.hpp"
#include "typenet/facts.hpp"
#include "typenet/layer/budget.hpp"
#include "typenet/layer/conv.hpp"
#include "typenet/layer/dense.hpp"
#include "typenet/layer/dropout.hpp"
#include "typenet/layer/expect.hpp"
#include "typenet/layer/flatten.hpp"
#include "typenet/layer/input.hpp"
#include "typenet/layer/max_pool.hpp"
#include "typenet/layer/relu.hpp"
#include "typenet/layer/softmax_cross_entropy.hpp"

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
        for (std::size_t i = 0; i < table.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j)
                if (table[j].name == table[i].name) ++table[i].ordinal;
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

/// Stands in for a wrong network, so that its uses add no errors of their own: one dense layer with
/// the input and the number of classes that the user seems to mean.
template <class First = void, class... Rest>
struct stand_in {
    static constexpr shape pixel = shape::image(1, 1, 1);
    static constexpr shape in = [] {
        if constexpr (checking::is_input<First>)
            if (First::check().none() && First::value.size() < (1 << 24)) return First::value;
        return pixel;
    }();
    static constexpr int classes = [] {
        int units = 2;
        [[maybe_unused]] const auto take = [&]<class Layer>(std::type_identity<Layer> /*unused*/) {
            if constexpr (checking::is_dense<Layer>)
                if (Layer::units > 1 && Layer::units < (1 << 16)) units = Layer::units;
        };
        (take(std::type_identity<Rest>{}), ...);
        return units;
    }();
    using facts = network_facts<input<in.height, in.width, in.channels>, flatten, dense<classes>,
                                softmax_cross_entropy>;
};

template <bool Fits, class... Layers>
struct facts_or_stand_in {
    using type = network_facts<Layers...>;
};
template <class... Layers>
struct facts_or_stand_in<false, Layers...> {
    using type = typename stand_in<Layers...>::facts;
};

/// A network but for its error.
template <class... Layers>
struct unchecked_network {
    /// What is wrong with it, if anything.
    static constexpr fault first_fault = checking::first_fault<Layers...>();
    /// All that follows from the shapes; `layer_table` and `parameter_table` are rows of
    /// typenet::layer_facts and typenet::parameter_facts.
    using facts = typename facts_or_stand_in<first_fault.none(), Layers...>::type;

    static constexpr int depth = facts::depth;                     ///< layers behind the input
    static constexpr shape input_shape = facts::input_shape;       ///< of each image
    static constexpr shape output_shape = facts::output_shape;     ///< the logits
    static constexpr int classes = facts::classes;                 ///< labels are below
    static constexpr extent parameters = facts::parameters;        ///< scalars in all tensors
    static constexpr extent multiply_adds = facts::multiply_adds;  ///< forward, one image

    /// The type of layer I; 0 is the first behind the input. `Facts` is there so that Hana's tuple
    /// is made where a layer is asked for, not here.
    template <int I, class Facts = facts>
    using layer_at = typename decltype(+hana::at_c<I>(typename Facts::layers{}))::type;
    /// What layer I is given.
    template <int I>
    static constexpr shape shape_before = facts::layer_table[I].in;
    /// What layer I gives.
    template <int I>
    static constexpr shape shape_after = facts::layer_table[I].out;
};

}  // namespace detail

/// A whole network as one type: an input, then layers from first to last, the last one its loss.
/// Shapes go from layer to layer; the compiler checks each and names the first that is wrong, at
/// the first use of the type. `checked` does so where a type is named.
///
/// **Shapes**: `shape_before<I>` and `shape_after<I>` of layer I (0 is the first behind the input).
/// **Errors** (compile time): one error that names the layer, what it expects, what it got and from
/// which layer. A wrong network then has the facts of a small right one, so that its uses add no
/// errors of their own.
/// **Cost**: none at run time; all members are constants.
template <class... Layers>
struct network : detail::unchecked_network<Layers...> {
    /// Where a mistake is told.
    static constexpr auto judged = verdict<network::first_fault>;
    static_assert(judged.fits, TYPENET_SENTENCE(network::first_fault));
};

namespace detail {

/// The list that `checked` is given, with or without a `network` around it.
template <class... Layers>
struct list_of : std::type_identity<network<Layers...>> {};
template <class... Layers>
struct list_of<network<Layers...>> : std::type_identity<network<Layers...>> {};

// The result stands before the check: clang gives up a function at its first error.
template <class... Layers>
constexpr auto checked_network(std::type_identity<network<Layers...>> /*unused*/) {
    constexpr fault first_fault = checking::first_fault<Layers...>();
    return std::type_identity<
        std::conditional_t<first_fault.none(), network<Layers...>, unchecked_network<Layers...>>>{};
    constexpr auto judged = verdict<first_fault>;
    static_assert(judged.fits, TYPENET_SENTENCE(first_fault));
}

}  // namespace detail

/// A network that is checked right where it is named: `using digits = checked<input<28, 28, 1>, …>`
/// fails on that line, used or not. `checked<network<…>>` is the same.
template <class... Layers>
using checked = typename decltype(detail::checked_network(detail::list_of<Layers...>{}))::type;

}  // namespace typenet
