// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/hana/at.hpp>
#include <boost/hana/integral_constant.hpp>
#include <type_traits>

#include "typenet/base/diagnostic.hpp"
#include "typenet/check/layers.hpp"
#include "typenet/check/wrong_network.hpp"
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
#include "typenet/network/network_facts.hpp"

namespace typenet {

namespace checking {

template <class T>
inline constexpr bool is_network = false;
template <class... Layers>
inline constexpr bool is_network<network<Layers...>> = true;
template <bool Fits, class... Layers>
inline constexpr bool is_network<typenet::detail::network_members<Fits, Layers...>> = true;

template <class... Layers>
std::bool_constant<!fits<Layers...>> is_wrong(const network<Layers...>*);
/// Whether a class is derived from a wrong network, which has been told of.
template <class T>
concept of_wrong_network = requires(T* pointer) { requires decltype(is_wrong(pointer))::value; };

/// The one error of a wrong network, or of what is none, for whoever is about to use its type.
///
/// Functions, since clang holds a class in which an assertion failed for invalid, which makes its
/// next use another error. A function it does so, too, and passes it over from then on: therefore
/// what is an error has a constraint, and a later call finds the function without one.
// Where there is an error the result stands before it: clang gives up a function there.
template <class T>
constexpr auto tell_network(std::type_identity<T> type) {
    return type;
}
template <class T>
    requires(!is_network<T> && !of_wrong_network<T>)
constexpr auto tell_network(std::type_identity<T> type) {
    return type;
    constexpr bool is_derived = requires(T* pointer) { is_wrong(pointer); };
    constexpr fault no_network{fault::place::use,
                               "template argument Net",
                               is_network<std::remove_const_t<T>> ? "a network that is not const"
                               : is_derived ? "a network, no class derived from one"
                                            : "a network",
                               name_of<T>(),
                               {}};
    constexpr auto judged = verdict<no_network>;
    static_assert(judged.fits, TYPENET_SENTENCE(no_network));
}
template <class... Layers>
    requires(!fits<Layers...>)
constexpr auto tell_network(std::type_identity<network<Layers...>> type) {
    return type;
    constexpr fault first_fault = checking::first_fault<Layers...>();
    constexpr auto judged = verdict<first_fault>;
    static_assert(judged.fits, TYPENET_SENTENCE(first_fault));
}

}  // namespace checking

namespace detail {

template <int I, int Depth>
inline constexpr bool has_layer = I >= 0 && I < Depth;

/// Never called: its type says which layer is number I, the last one if there is none.
// As above.
template <int I, int Depth>
constexpr auto place_of_layer() {
    return hana::size_c<(has_layer<I, Depth> ? I : Depth - 1)>;
}
template <int I, int Depth>
    requires(!has_layer<I, Depth>)
constexpr auto place_of_layer() {
    return hana::size_c<Depth - 1>;
    constexpr checking::fault no_layer = checking::number_fault(I, Depth);
    constexpr auto judged = checking::verdict<no_layer>;
    static_assert(judged.fits, TYPENET_SENTENCE(no_layer));
}

/// The members of a network, of which those that do not fit have other ones: see
/// check/wrong_network.hpp.
template <bool Fits, class... Layers>
struct network_members {
    /// All that follows from the shapes; `layer_table` and `parameter_table` are rows of
    /// typenet::layer_facts and typenet::parameter_facts.
    using facts = network_facts<Layers...>;

    static constexpr int depth = facts::depth;                     ///< layers behind the input
    static constexpr shape input_shape = facts::input_shape;       ///< of each image
    static constexpr shape output_shape = facts::output_shape;     ///< the logits
    static constexpr int classes = facts::classes;                 ///< labels are below
    static constexpr extent parameters = facts::parameters;        ///< scalars in all tensors
    static constexpr extent multiply_adds = facts::multiply_adds;  ///< forward, one image

    /// The type of layer I; 0 is the first behind the input. All is asked of `Facts` so that its
    /// tables and Hana's tuple are made where a layer is asked for, not with every network.
    template <int I, class Facts = facts>
    using layer_at = typename decltype(+hana::at(typename Facts::layers{},
                                                 place_of_layer<I, Facts::depth>()))::type;
    /// What layer I is given.
    template <int I>
    static constexpr auto shape_before = checking::constant<has_layer<I, depth>>(
        facts::layer_table[decltype(place_of_layer<I, depth>())::value].in);
    /// What layer I gives.
    template <int I>
    static constexpr auto shape_after = checking::constant<has_layer<I, depth>>(
        facts::layer_table[decltype(place_of_layer<I, depth>())::value].out);
};

}  // namespace detail

/// A whole network as one type: an input, then layers from first to last, the last one its loss.
/// Shapes go from layer to layer; the compiler checks each and names the first that is wrong, at
/// the first use of the type. `checked` does so where a type is named.
///
/// **Shapes**: `shape_before<I>` and `shape_after<I>` of layer I (0 is the first behind the input).
/// **Errors** (compile time): one error that names the layer, what it expects, what it got and from
/// which layer. Of a wrong network little is known then: its constants agree with whatever is
/// asserted of them, so that its uses add no errors of their own.
/// **Cost**: none at run time; all members are constants. clang takes lists of up to 255 elements,
/// and longer ones where `-fbracket-depth` says so.
template <class... Layers>
struct network : detail::network_members<checking::fits<Layers...>, Layers...> {
private:
    using told = decltype(checking::tell_network(std::type_identity<network>{}));
};

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
using checked = typename decltype(checking::tell_network(detail::list_of<Layers...>{}))::type;

namespace checking {

/// Whether a type is a network that has no mistake.
template <class T>
inline constexpr bool is_right_network = false;
template <class... Layers>
inline constexpr bool is_right_network<network<Layers...>> = fits<Layers...>;
template <bool Fits, class... Layers>
inline constexpr bool is_right_network<typenet::detail::network_members<Fits, Layers...>> = Fits;

/// A network, or what stands in for something that is none: a wrong network.
template <class T>
using network_or_stand_in =
    std::conditional_t<is_network<T>, T, typenet::detail::network_members<false>>;

template <class T>
struct computable : typenet::detail::stand_in<> {};
template <bool Fits, class... Layers>
struct computable<typenet::detail::network_members<Fits, Layers...>>
    : typenet::detail::stand_in<Layers...> {};
template <class... Layers>
struct computable<typenet::detail::network_members<true, Layers...>>
    : std::type_identity<typenet::detail::network_members<true, Layers...>> {};
template <class... Layers>
struct computable<network<Layers...>>
    : std::conditional_t<fits<Layers...>, std::type_identity<network<Layers...>>,
                         typenet::detail::stand_in<Layers...>> {};

/// A network itself, or what stands in for one that is wrong, or none: buffers are laid out for it,
/// and its constants are plain numbers.
template <class T>
using right_network = typename computable<T>::type;

}  // namespace checking
}  // namespace typenet
