// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <limits>
#include <span>

#include "typenet/layer/composite.hpp"
#include "typenet/layer/input.hpp"
#include "typenet/layer/layer.hpp"

/// The check of a list of layers: one walk of values, shape in → shape out, which stops at the
/// first layer that cannot take what it gets. Composites come apart on the way: what the walk
/// leaves behind is a table of nodes, and nothing after it knows of nesting.
namespace typenet {

template <class... Layers>
struct network;

/// A layer's place in a network: which nodes it reads, the first shape that it is given, and what
/// it gives.
struct flow {
    std::array<int, most_inputs> reads{};  ///< nodes, -1 for the network's input
    int inputs = 1;                        ///< entries of `reads` that count
    shape in;                              ///< that of the first
    shape out;                             ///< of the node itself
};

namespace checking {

template <class T>
inline constexpr bool is_input = false;
template <int... Extents>
inline constexpr bool is_input<input<Extents...>> = true;

template <class T>
inline constexpr bool is_network = false;
template <class... Layers>
inline constexpr bool is_network<network<Layers...>> = true;

/// How many nodes an element of a list becomes: one, or those of its branches and its join.
template <class Layer>
constexpr int nodes_of() {
    if constexpr (is_composite<Layer>) {
        return 1 + Layer::branches([]<class... Branches>(Branches... all) {
                   constexpr auto count = []<class... Inner>(branch<Inner...>) {
                       return (0 + ... + nodes_of<Inner>());
                   };
                   return (count(all) + ...);
               });
    } else {
        return 1;
    }
}

/// The walk, and what it finds. Names are spelled only when something is wrong: that costs more
/// than the walk.
template <int Nodes>
class walk {
public:
    std::array<flow, std::size_t{Nodes}> flows{};  ///< in order, as far as the walk went
    complaint wrong;                               ///< an empty `got` stands for the layer itself
    int node = -1;      ///< that is wrong; -1 is the input, Nodes the end of the list
    int producer = -1;  ///< what it got comes from this node

    template <class First>
    constexpr bool start() {
        if constexpr (is_input<First>) {
            const shape_or_complaint image = First::out();
            current_ = image.given;
            wrong = image.wrong;
        } else {
            wrong = {"an input first: input<H,W,C>", {}};
        }
        return wrong.none();
    }
    /// Whether the walk can go on.
    template <class Layer>
    constexpr bool visit() {
        if (ended_) return refuse({"no layer after the loss", {}}, last_);
        if constexpr (is_composite<Layer>)
            return visit_branches<Layer>();
        else if constexpr (is_input<Layer>)
            return refuse({"one input, at the start", "a second"}, last_);
        else if constexpr (is_network<Layer>)
            return refuse({"a layer", "a network"}, last_);
        else if constexpr (!layer_type<Layer>)
            return refuse({"a layer", name_of<Layer>()}, last_);
        else
            return visit_layer<Layer>();
    }
    constexpr bool finish() {
        return ended_ || refuse({"a loss as the last layer", "none"}, last_);
    }

private:
    template <class Layer>
    constexpr bool visit_layer() {
        if constexpr (requires { Layer::check_parameters(parameters_); }) {
            const complaint judged = Layer::check_parameters(parameters_);
            if (!judged.none()) return refuse(judged, last_);
        }
        const shape_or_complaint out = Layer::out(current_);
        if (!out.wrong.none()) return refuse(out.wrong, last_);
        const auto tensors = Layer::tensors(current_);
        if (!count({tensors.data(), tensors.size()})) return false;
        ended_ = Layer::role == layer_role::loss;
        if (ended_ && depth_ > 0) return refuse({"no loss in a branch", {}}, last_);
        return add({{last_}, 1, current_, out.given});
    }
    template <class Composite>
    constexpr bool visit_branches() {
        ++depth_;
        const int entry = last_;
        const shape given = current_;
        constexpr int branches = Composite::join::inputs;
        flow join{{}, branches, {}, {}};
        complaint mismatch;
        int from = -1;
        std::size_t next = 0;
        // Joined one by one, so that it is the first wrong end that is named.
        const auto visit_one = [&]<class... Layers>(branch<Layers...>) {
            last_ = entry;
            current_ = given;
            if (!(visit<Layers>() && ...)) return false;
            join.reads[next] = last_;
            if (next++ == 0) {
                join.in = join.out = current_;
            } else if (mismatch.none()) {
                const shape_or_complaint out = Composite::join::out(join.out, current_);
                join.out = out.given;
                mismatch = out.wrong;
                from = last_;
            }
            return true;
        };
        if (!Composite::branches([&](auto... all) { return (visit_one(all) && ...); }))
            return false;
        --depth_;
        return mismatch.none() ? add(join) : refuse(mismatch, from);
    }
    /// Kernels count the elements of a tensor, or of one image, in 32 bits.
    constexpr bool count(std::span<const tensor> tensors) {
        for (const tensor& one : tensors) {
            const extent size = one.size();
            if (size > most)
                return refuse({text::of("fewer than 2^31 ", one.name), of_count(size)}, last_);
            if (one.trained) parameters_ = saturating_sum(parameters_, size);
        }
        return true;
    }
    constexpr bool add(const flow& next) {
        const shape& out = next.out;
        if (out.height < 1 || out.width < 1 || out.channels < 1)
            return refuse({"every extent to give above 0", to_text(out)}, last_);
        if (out.size() > most)
            return refuse({"fewer than 2^31 values to give", of_count(out.size())}, last_);
        last_ = next_++;
        flows[static_cast<std::size_t>(last_)] = next;
        current_ = out;
        return true;
    }
    constexpr bool refuse(const complaint& found, int from) {
        wrong = found;
        node = next_;
        producer = from;
        return false;
    }
    static constexpr text of_count(extent count) {
        return count == std::numeric_limits<extent>::max() ? text("2^63 or more") : text::of(count);
    }

    static constexpr extent most = std::numeric_limits<int>::max();
    shape current_;
    extent parameters_ = 0;
    int last_ = -1;  ///< the node that gave `current_`
    int next_ = 0;
    int depth_ = 0;  ///< composites around what is visited
    bool ended_ = false;
};

template <class First, class... Rest>
constexpr auto scan() {
    walk<(0 + ... + nodes_of<Rest>())> all;
    static_cast<void>(all.template start<First>() && (all.template visit<Rest>() && ...) &&
                      all.finish());
    return all;
}

// A variable, which compilers evaluate once.
template <class... Layers>
inline constexpr auto scanned = scan<Layers...>();

/// Whether there is no mistake in a list of layers.
template <class... Layers>
inline constexpr bool fits = scanned<Layers...>.wrong.none();
template <>
inline constexpr bool fits<> = false;

/// An element of a list as the user wrote it.
template <class T>
constexpr text spelling_of() {
    if constexpr (is_network<T>)
        return "network<...>";
    else if constexpr (is_composite<T>)
        return T::join::spelling();
    else if constexpr (requires { text(T::spelling()); })
        return T::spelling();
    else
        return name_of<T>();
}

/// Spells node number `node` with its position, "7.2 conv<32,3>", by a walk over a list.
class speller {
public:
    explicit constexpr speller(int node) : left_(node) {}

    /// Elements of one list; `before` is "7." inside of the seventh.
    template <class... Layers>
    constexpr void list(const text& before, int first) {
        int position = first;
        (element<Layers>(text::of(before, position++)), ...);
    }
    text words;

private:
    template <class Layer>
    constexpr void element(const text& position) {
        if constexpr (is_composite<Layer>) {
            int number = 0;
            const auto inner = [&]<class... Layers>(branch<Layers...>) {
                text before = text::of(position, ".");
                if (Layer::names_branches) before.append(++number, ".");
                list<Layers...>(before, 1);
            };
            Layer::branches([&](auto... all) { (inner(all), ...); });
        }
        if (left_-- == 0) words = text::of(position, " ", spelling_of<Layer>());
    }

    int left_;
};

/// The first mistake in a list of layers, in words.
template <class... Layers>
    requires(sizeof...(Layers) == 0)
constexpr fault first_fault() {
    return {fault::place::use, "network<>", "an input, layers and a loss", "nothing", {}};
}
template <class First, class... Rest>
constexpr fault first_fault() {
    const auto& found = scanned<First, Rest...>;
    const auto spell = [](int node) {
        speller name(node);
        name.list<Rest...>("", 1);
        return node < 0 ? text::of("0 ", spelling_of<First>()) : name.words;
    };
    fault named{fault::place::layer, {}, found.wrong.expects, found.wrong.got, {}};
    const bool is_input = found.node < 0;
    named.who = spell(found.node);
    if (named.who.empty()) named.who = text::of(1 + sizeof...(Rest), " (the end)");
    if (!is_input) named.from = spell(found.producer);
    if (named.got.empty()) {
        const std::string_view words = named.who.view();
        named.got = text::of(words.substr(words.find(' ') + 1));
    }
    return named;
}

}  // namespace checking
}  // namespace typenet
