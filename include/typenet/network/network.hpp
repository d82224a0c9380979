// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/hana/at.hpp>
#include <type_traits>

#include "typenet/base/diagnostic.hpp"
#include "typenet/layer/activations.hpp"
#include "typenet/layer/average_pool.hpp"
#include "typenet/layer/batch_norm.hpp"
#include "typenet/layer/binary_cross_entropy.hpp"
#include "typenet/layer/budget.hpp"
#include "typenet/layer/concat.hpp"
#include "typenet/layer/conv.hpp"
#include "typenet/layer/dense.hpp"
#include "typenet/layer/depthwise_conv.hpp"
#include "typenet/layer/dropout.hpp"
#include "typenet/layer/expect.hpp"
#include "typenet/layer/flatten.hpp"
#include "typenet/layer/global_average_pool.hpp"
#include "typenet/layer/input.hpp"
#include "typenet/layer/max_pool.hpp"
#include "typenet/layer/mean_squared_error.hpp"
#include "typenet/layer/relu.hpp"
#include "typenet/layer/residual.hpp"
#include "typenet/layer/softmax_cross_entropy.hpp"
#include "typenet/network/tables.hpp"

namespace typenet {

namespace checking {

/// The one error of a wrong network, for whoever is about to use its type. All that a user names
/// first asks here itself, so that the way from the error to his file is short.
///
/// Functions, since clang holds a class in which an assertion failed for invalid, which makes its
/// next use another error. A function it gives up, too, and passes over from then on: so what is an
/// error has a constraint, and a later call finds the function without one.
template <class Net>
constexpr auto tell(std::type_identity<Net> type) {
    return type;
}
template <class... Layers>
    requires(!fits<Layers...>)
constexpr auto tell(std::type_identity<network<Layers...>> type) {
    return type;
    constexpr fault first_fault = checking::first_fault<Layers...>();
    constexpr auto judged = verdict<first_fault>;
    static_assert(judged.fits, TYPENET_SENTENCE(first_fault));
}
/// What a wrong network goes on as, so that its uses add no errors: a small one that takes the same
/// images, where the input itself is right.
template <class... Layers>
struct stand_in : std::type_identity<input<1, 1, 1>> {};
template <class First, class... Rest>
    requires is_input<First> && (First::out().wrong.none())
struct stand_in<First, Rest...> : std::type_identity<First> {};

template <class... Layers>
constexpr auto tables_of() {
    if constexpr (fits<Layers...>)
        return typenet::detail::tables_of_list<Layers...>();
    else
        return typenet::detail::tables_of_list<typename stand_in<Layers...>::type, flatten,
                                               dense<2>, softmax_cross_entropy>();
}

}  // namespace checking

/// A whole network as one type: an input, then layers from first to last, the last one its loss.
/// Shapes go from layer to layer; the compiler checks each and names the first that is wrong, at
/// the first use of the type. `checked` does so where a type is named.
///
/// Its constants are those of `detail::tables`: `depth`, `input_shape`, `output_shape`, `classes`,
/// `parameters`, `multiply_adds` and the tables `nodes` and `tensors`.
///
/// **Shapes**: `shape_before<I>` and `shape_after<I>` of node I (0 is the first behind the input).
/// **Errors** (compile time): one error that names the layer, what it expects, what it got and from
/// which layer. A wrong network goes on as a small one, so that its uses add no errors.
/// **Cost**: none at run time; all members are constants.
template <class... Layers>
struct network : decltype(checking::tables_of<Layers...>())::type {
private:
    using told = decltype(checking::tell(std::type_identity<network>{}));
    using tables = typename decltype(checking::tables_of<Layers...>())::type;
    /// The number of a node; of a wrong network any will do.
    static constexpr std::size_t at(int i) {
        return static_cast<std::size_t>(is_right || i < tables::depth ? i : tables::depth - 1);
    }

public:
    /// Whether there is no mistake in it.
    static constexpr bool is_right = checking::fits<Layers...>;

    /// The type of the layer of node I.
    template <int I>
    using layer_at = typename decltype(+hana::at_c<at(I)>(typename tables::layers{}))::type;
    /// What node I is given: a shape, or an array of them where it reads several nodes.
    template <int I>
    static constexpr auto shape_before = tables::template given<at(I)>;
    /// What node I gives.
    template <int I>
    static constexpr shape shape_after = tables::nodes[at(I)].out;
};

/// A `network<...>`, right or wrong.
template <class T>
concept network_type = checking::is_network<T>;

/// The loss of a network, its last layer.
template <network_type Net>
using loss_of = typename Net::template layer_at<Net::depth - 1>;

namespace detail {

/// The list that `checked` is given, with or without a `network` around it.
template <class... Layers>
struct list_of : std::type_identity<network<Layers...>> {};
template <class... Layers>
struct list_of<network<Layers...>> : std::type_identity<network<Layers...>> {};

}  // namespace detail

/// A network that is checked right where it is named: `using digits = checked<input<28, 28, 1>, …>`
/// fails on that line, used or not. `checked<network<…>>` is the same.
template <class... Layers>
using checked = typename decltype(checking::tell(detail::list_of<Layers...>{}))::type;

/// The layers of all nodes, a tuple of `hana::type`, for code that computes with types.
template <network_type Net>
inline constexpr auto layers_of =
    typename decltype(checking::tell(std::type_identity<Net>{}))::type::layers{};

}  // namespace typenet
