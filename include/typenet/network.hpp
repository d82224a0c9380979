// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <boost/hana/at.hpp>
#include <boost/hana/fold_left.hpp>
#include <boost/hana/integral_constant.hpp>
#include <boost/hana/scan_left.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <boost/hana/unpack.hpp>
#include <type_traits>

#include "typenet/diagnostic.hpp"
#include "typenet/facts.hpp"
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

/// Walks the layers from the input and stops at the first that cannot take what it gets.
class fault_scan {
public:
    template <class Input>
    static constexpr fault_scan start() {
        fault_scan scan;
        scan.found(Input::check(), text::of("0 ", Input::spelling()), text{});
        scan.current = Input::value;
        scan.from = text::of("0 ", Input::spelling());
        return scan;
    }
    template <class Layer>
    constexpr void visit() {
        ++position;
        if (!first.none()) return;
        const text here = text::of(position, " ", Layer::spelling());
        if (ended) {
            found({"no layer after the loss", Layer::spelling()}, here, from);
            return;
        }
        found(Layer::check(current), here, from);
        if (!first.none()) return;
        current = Layer::out(current);
        ended = Layer::role == layer_role::loss;
        from = here;
    }
    [[nodiscard]] constexpr fault finish() {
        ++position;
        if (first.none() && !ended)
            found({"a loss as the last layer", "none"}, text::of(position, " (the end)"), from);
        return first;
    }

private:
    constexpr void found(complaint what, text where, text giver) {
        if (!what.none()) first = {where, what.expects, what.got, giver};
    }

    shape current;
    text from;
    fault first;
    int position = 0;
    bool ended = false;
};

template <class Input, class... Layers>
constexpr fault first_fault() {
    fault_scan scan = fault_scan::start<Input>();
    (scan.visit<Layers>(), ...);
    return scan.finish();
}

template <class Layer>
constexpr layer_facts facts_of(shape in) {
    layer_facts facts{Layer::spelling(), Layer::kind, Layer::role, 0, in, Layer::out(in), 0, 0};
    facts.multiply_adds = Layer::multiply_adds(in);
    for (const parameter_shape& tensor : Layer::parameters(in))
        facts.parameters = saturating_sum(facts.parameters, tensor.size());
    return facts;
}

/// Everything that follows from the shapes of a network whose layers fit.
template <class Input, class... Layers>
struct network_facts {
    /// The layers as a Hana sequence of types, and the shape before and after each of them.
    static constexpr auto layers = hana::tuple_t<Layers...>;
    static constexpr auto shapes =
        hana::scan_left(layers, shape_c<Input::value>, [](auto in, auto layer) {
            return shape_c<decltype(layer)::type::out(decltype(in)::value)>;
        });

    static constexpr int depth = sizeof...(Layers);
    static constexpr shape input_shape = Input::value;

    /// The layers as run-time values, in order.
    static constexpr std::array<layer_facts, depth> layer_table = [] {
        std::array<layer_facts, depth> table{};
        hana::unpack(shapes, [&](auto... at) {
            const std::array<shape, depth + 1> shape_list{decltype(at)::value...};
            std::size_t i = 0;
            ((table[i] = facts_of<Layers>(shape_list[i]), ++i), ...);
        });
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
        (std::size_t{0} + ... + Layers::parameters(Input::value).size());

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

/// A whole network as one type: what it takes, then its layers from first to last, the last one its
/// loss. Shapes go from layer to layer; the compiler checks each and names the first that is wrong,
/// at the first use of the type.
///
/// **Shapes**: `shape_before<I>` and `shape_after<I>` of layer I (0 is the first behind the input).
/// **Errors** (compile time): one error that names the layer, what it expects, what it got and from
/// which layer. A wrong network then has the facts of the smallest right one, so that its uses add
/// no errors of their own.
/// **Cost**: none at run time; all members are constants.
template <class Input, class... Layers>
struct network {
    static constexpr fault first_fault = detail::first_fault<Input, Layers...>();
    using verdict = typename diagnostic::verdict<first_fault>::type;
    using facts = typename std::conditional_t<
        first_fault.none(), detail::network_facts<Input, Layers...>,
        detail::network_facts<input<1, 1, 1>, flatten, dense<1>, softmax_cross_entropy>>;

    static constexpr auto layers = facts::layers;
    static constexpr auto shapes = facts::shapes;
    static constexpr int depth = facts::depth;
    static constexpr shape input_shape = facts::input_shape;
    static constexpr shape output_shape = facts::output_shape;
    static constexpr int classes = facts::classes;
    static constexpr extent parameters = facts::parameters;
    static constexpr extent multiply_adds = facts::multiply_adds;

    template <int I>
    using layer_at = typename decltype(+hana::at_c<I>(layers))::type;
    template <int I>
    static constexpr shape shape_before = hana::at_c<I>(shapes).value;
    template <int I>
    static constexpr shape shape_after = shape_before<I + 1>;
};

}  // namespace typenet
