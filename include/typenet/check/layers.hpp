// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <limits>

#include "typenet/check/layer_members.hpp"
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

template <class... Layers>
struct network;

namespace check {

template <class T>
inline constexpr bool is_input = false;
template <int Height, int Width, int Channels>
inline constexpr bool is_input<input<Height, Width, Channels>> = true;

template <class T>
inline constexpr bool is_dense = false;
template <int Units>
inline constexpr bool is_dense<dense<Units>> = true;

/// A network in a list of layers: its members are not looked at, since it may be wrong itself.
template <class T>
inline constexpr bool is_list = false;
template <class... Layers>
inline constexpr bool is_list<network<Layers...>> = true;

/// A list's element as the user wrote it.
template <class T>
constexpr text spelling_of() {
    if constexpr (is_list<T>)
        return "network<...>";
    else if constexpr (requires { text{T::spelling()}; })
        return T::spelling();
    else
        return name_of<T>();
}

/// typenet's own layers have all members of a layer; looking for them would cost more than the rest
/// of the check.
template <class T>
inline constexpr bool is_own = is_dense<T>;
template <int F, int W, int S, class P, int C>
inline constexpr bool is_own<conv<F, W, S, P, C>> = true;
template <int W, int S>
inline constexpr bool is_own<max_pool<W, S>> = true;
template <int... E>
inline constexpr bool is_own<expect<E...>> = true;
template <extent N>
inline constexpr bool is_own<budget<N>> = true;
template <>
inline constexpr bool is_own<relu> = true;
template <>
inline constexpr bool is_own<dropout> = true;
template <>
inline constexpr bool is_own<flatten> = true;
template <>
inline constexpr bool is_own<softmax_cross_entropy> = true;

/// What is wrong with an element behind the first, whatever comes before it.
template <class T>
constexpr complaint complaint_about_itself() {
    if constexpr (is_own<T>)
        return {};
    else if constexpr (is_input<T>)
        return {"one input, at the start", "a second"};
    else if constexpr (is_list<T>)
        return {"a layer", "a network"};
    else if constexpr (constexpr complaint wrong = membership<T>(); !wrong.none())
        return wrong;
    else if constexpr (T::role == layer_role::loss)
        return {"softmax_cross_entropy, the only loss", spelling_of<T>()};
    else
        return {};
}

/// Walks a list from its input and stops at the first element that cannot take what it gets. Names
/// are spelled only when something is wrong: that costs more than the walk.
class layer_scan {
public:
    complaint wrong;
    int position = 0;  ///< of what is wrong, or of the last layer

    template <class First>
    constexpr bool start() {
        if constexpr (is_input<First>) {
            current_ = First::value;
            wrong = First::check();
        } else {
            wrong = {"an input first: input<H,W,C>", spelling_of<First>()};
        }
        return wrong.none();
    }
    /// Whether the walk can go on.
    template <class Layer>
    constexpr bool visit() {
        ++position;
        if constexpr (!is_own<Layer>) {
            constexpr complaint about_itself = complaint_about_itself<Layer>();
            if constexpr (!about_itself.none()) {
                wrong = about_itself;
                return false;
            }
        }
        if constexpr (is_own<Layer> || complaint_about_itself<Layer>().none()) {
            if (ended_) {
                wrong = {"no layer after the loss", spelling_of<Layer>()};
                return false;
            }
            if constexpr (requires { Layer::check_parameters(parameters_); }) {
                wrong = Layer::check_parameters(parameters_);
                if (!wrong.none()) return false;
            }
            wrong = Layer::check(current_);
            if (!wrong.none()) return false;
            for (const parameter_shape& tensor : Layer::parameters(current_)) take(tensor);
            current_ = Layer::out(current_);
            ended_ = Layer::role == layer_role::loss;
        }
        return take_output();
    }
    constexpr bool finish() {
        if (ended_) return true;
        ++position;
        wrong = {"a loss as the last layer", "none"};
        return false;
    }

private:
    /// Kernels count the elements of a tensor, or of one image, in 32 bits.
    static constexpr extent most = std::numeric_limits<int>::max();

    constexpr void take(const parameter_shape& tensor) {
        if (tensor.size() > most && wrong.none())
            wrong = {text::of("fewer than 2^31 ", tensor.name), count_of(tensor.size())};
        parameters_ = saturating_sum(parameters_, tensor.size());
    }
    constexpr bool take_output() {
        if (wrong.none() && current_.size() > most)
            wrong = {"fewer than 2^31 values to give", count_of(current_.size())};
        return wrong.none();
    }
    static constexpr text count_of(extent count) {
        return count == std::numeric_limits<extent>::max() ? text("2^63 or more") : text::of(count);
    }

    shape current_;
    extent parameters_ = 0;
    bool ended_ = false;
};

template <class First, class... Rest>
constexpr layer_scan scan() {
    layer_scan walk;
    static_cast<void>(walk.start<First>() && (walk.visit<Rest>() && ...) && walk.finish());
    return walk;
}

/// The first mistake in a list of layers.
template <class... Layers>
constexpr fault first_fault() {
    if constexpr (sizeof...(Layers) == 0) {
        return {fault::place::use, "network<>", "an input, layers and a loss", "nothing", {}};
    } else {
        constexpr layer_scan found = scan<Layers...>();
        if constexpr (found.wrong.none()) {
            return {};
        } else {
            fault named{fault::place::layer,
                        text::of(found.position, " (the end)"),
                        found.wrong.expects,
                        found.wrong.got,
                        {}};
            int position = 0;
            const auto name = [&](text spelling) {
                if (position == found.position) named.who = text::of(position, " ", spelling);
                if (position == found.position - 1) named.from = text::of(position, " ", spelling);
                ++position;
            };
            (name(spelling_of<Layers>()), ...);
            return named;
        }
    }
}

}  // namespace check
}  // namespace typenet
