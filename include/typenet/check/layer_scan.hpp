// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <limits>
#include <tuple>
#include <utility>

#include "typenet/check/elements.hpp"
#include "typenet/check/unknown.hpp"

namespace typenet::checking {

/// Of a list with such a layer nothing is known either, and the network that the constant is from
/// has been told of.
inline constexpr complaint already_told{"what is right", "what is wrong"};

/// Walks a list from its input and stops at the first element that cannot take what it gets. Names
/// are spelled only when something is wrong: that costs more than the walk.
class layer_scan {
public:
    complaint wrong;   ///< without `got`: the layer itself
    int position = 0;  ///< of what is wrong, or of the last layer

    /// A walk that ended at an element.
    static constexpr layer_scan stopped(int position, const complaint& wrong) {
        layer_scan walk;
        walk.wrong = wrong;
        walk.position = position;
        return walk;
    }

    template <class First>
    constexpr bool start() {
        if constexpr (is_made_of_unknown<First>) {
            wrong = already_told;
        } else if constexpr (is_input<First>) {
            current_ = First::value;
            wrong = First::check();
        } else {
            wrong = {std::is_function_v<First> ? text("the plain type of an input")
                                               : text("an input first: input<H,W,C>"),
                     is_list<First> ? text("another network") : spelling_of<First>()};
        }
        return wrong.none();
    }
    /// Whether the walk can go on.
    template <class Layer>
    constexpr bool visit() {
        ++position;
        if constexpr (is_made_of_unknown<Layer>) {
            return accepts(already_told);
        } else if constexpr (is_own<Layer>) {
            return accepts(Layer::check(current_)) &&
                   takes(Layer::parameters(current_), Layer::out(current_), Layer::role);
        } else {
            return visit_foreign<Layer>();
        }
    }
    constexpr bool finish() {
        if (ended_) return true;
        ++position;
        wrong = {"a loss as the last layer", "none"};
        return false;
    }
    /// What the next layer is given.
    [[nodiscard]] constexpr shape next_in() const { return current_; }

private:
    template <class Layer>
    constexpr bool visit_foreign() {
        constexpr complaint about_itself = complaint_about_itself<Layer>();
        if constexpr (about_itself.none()) {
            if constexpr (requires { Layer::check_parameters(parameters_); })
                if (!accepts(Layer::check_parameters(parameters_))) return false;
            if (!accepts(Layer::check(current_))) return false;
            if constexpr (tensor_count<decltype(Layer::parameters(current_))> > 0)
                if (!accepts(about_tensors(Layer::parameters(current_)))) return false;
            static_cast<void>(Layer::multiply_adds(current_));  // so that the walk evaluates all
            return takes(Layer::parameters(current_), Layer::out(current_), Layer::role);
        } else {
            wrong = about_itself;
            return false;
        }
    }
    constexpr bool accepts(const complaint& found) {
        if (!ended_ && found.none()) return true;
        wrong = ended_ ? complaint{"no layer after the loss", {}} : found;
        return false;
    }

    // One for each number of tensors, not for each layer.
    template <class Tensors>
    constexpr bool takes(const Tensors& tensors, shape out, layer_role role) {
        return takes(tensors.data(), static_cast<int>(tensors.size()), out, role);
    }
    /// Kernels count the elements of a tensor, or of one image, in 32 bits.
    constexpr bool takes(const parameter_shape* tensors, int count, shape out, layer_role role) {
        constexpr extent most = std::numeric_limits<int>::max();
        for (int i = 0; i < count; ++i) {
            const extent size = tensors[i].size();
            if (size > most && wrong.none())
                wrong = {text::of("fewer than 2^31 ", tensors[i].name), count_of(size)};
            parameters_ = saturating_sum(parameters_, size);
        }
        if (wrong.none() && (out.height < 1 || out.width < 1 || out.channels < 1))
            wrong = {"every extent to give above 0", to_text(out)};
        if (wrong.none() && out.size() > most)
            wrong = {"fewer than 2^31 values to give", count_of(out.size())};
        current_ = out;
        ended_ = role == layer_role::loss;
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

/// A walk over the first layers only.
template <int Count, class First, class... Rest>
constexpr layer_scan scan_first() {
    using layers = std::tuple<Rest...>;
    layer_scan walk;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        static_cast<void>(walk.start<First>() &&
                          (walk.visit<std::tuple_element_t<I, layers>>() && ...));
    }(std::make_index_sequence<std::size_t{Count}>{});
    return walk;
}

template <class... Layers>
concept constant_scan = requires { typename std::bool_constant<scan<Layers...>().wrong.none()>; };
template <int Count, class... Layers>
concept constant_scan_first =
    requires { typename std::bool_constant<scan_first<Count, Layers...>().wrong.none()>; };

/// A walk over a list with a layer whose functions the compiler cannot evaluate. It ends there.
template <class First, class... Rest>
constexpr layer_scan scan_to_what_is_not_constant() {
    constexpr int passed = []<int... I>(std::integer_sequence<int, I...>) {
        int count = 0;
        static_cast<void>(((constant_scan_first<I + 1, First, Rest...> && ++count > 0) && ...));
        return count;
    }(std::make_integer_sequence<int, static_cast<int>(sizeof...(Rest)) - 1>{});
    using layer = std::tuple_element_t<std::size_t{passed}, std::tuple<Rest...>>;
    constexpr shape in = scan_first<passed, First, Rest...>().next_in();
    return layer_scan::stopped(passed + 1, not_constant<layer, in>());
}

/// Whether all functions that a walk calls are constants. Two conditions: in one, clang would walk
/// to judge the second although the first holds.
template <class First, class... Rest>
constexpr bool is_constant_scan() {
    if constexpr ((is_own<Rest> && ...))
        return true;
    else
        return constant_scan<First, Rest...>;
}

template <class First, class... Rest>
constexpr layer_scan scan_safely() {
    if constexpr (is_constant_scan<First, Rest...>())
        return scan<First, Rest...>();
    else
        return scan_to_what_is_not_constant<First, Rest...>();
}

// Not a local of `first_fault`, which clang would evaluate twice.
template <class... Layers>
inline constexpr layer_scan scanned = scan_safely<Layers...>();

/// Whether there is no mistake in a list of layers.
template <class... Layers>
inline constexpr bool fits = scanned<Layers...>.wrong.none();
template <>
inline constexpr bool fits<> = false;

}  // namespace typenet::checking
