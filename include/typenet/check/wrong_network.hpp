// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <tuple>

#include "typenet/check/layers.hpp"
#include "typenet/check/unknown_facts.hpp"
#include "typenet/network/network_facts.hpp"

namespace typenet::detail {

template <bool Fits, class... Layers>
struct network_members;

/// Stands in for a wrong network where something must be computed: one dense layer with the input
/// and the number of classes that the user seems to mean.
template <class First = void, class... Rest>
struct stand_in {
    static constexpr shape pixel = shape::image(1, 1, 1);
    static constexpr shape in = [] {
        if constexpr (checking::is_input<First>)
            if (First::image_meant.size() > 0 && First::image_meant.size() < (1 << 24))
                return First::image_meant;
        return pixel;
    }();
    static constexpr int classes = [] {
        int units = 2;
        [[maybe_unused]] const auto take = [&]<class Layer>(std::type_identity<Layer> /*unused*/) {
            if constexpr (checking::is_dense<Layer>)
                if (Layer::units_meant > 1 && Layer::units_meant <= 256) units = Layer::units_meant;
        };
        (take(std::type_identity<Rest>{}), ...);
        return units;
    }();
    using type = network_members<true, input<in.height, in.width, in.channels>, flatten,
                                 dense<classes>, softmax_cross_entropy>;
};

/// Whether a list ends in a dense layer and a loss with which nothing is wrong in themselves: then
/// the classes are known, whatever is wrong before.
template <class... Layers>
constexpr bool ends_in_classes() {
    constexpr std::size_t count = sizeof...(Layers);
    if constexpr (count > 2) {
        using all = std::tuple<Layers...>;
        using last = std::tuple_element_t<count - 2, all>;
        constexpr int losses = (std::is_same_v<Layers, softmax_cross_entropy> + ...);
        if constexpr (checking::is_dense<last> && !checking::is_made_of_unknown<last> &&
                      losses == 1 &&
                      std::is_same_v<std::tuple_element_t<count - 1, all>, softmax_cross_entropy>)
            return last::check(shape::values(1)).none() &&
                   last::units == stand_in<Layers...>::classes;
    }
    return false;
}

template <int I, class... Layers>
constexpr auto layer_or_any() {
    if constexpr (I >= 0 && I < static_cast<int>(sizeof...(Layers)) - 1)
        return std::tuple_element<std::size_t{I} + 1, std::tuple<Layers...>>{};
    else
        return std::type_identity<relu>{};
}

/// What a layer is given, if the mistake comes later.
template <int I, class... Layers>
constexpr shape shape_in_front() {
    if constexpr (sizeof...(Layers) > 0) {
        if constexpr (I >= 0 && I < checking::scanned<Layers...>.position)
            return checking::scan_first<I, Layers...>().next_in();
    }
    return stand_in<>::pixel;
}

template <class First = void, class... Rest>
struct behind_input {
    using types = hana::tuple<hana::type<Rest>...>;
};

/// The members of a wrong network: its layers are those that the user wrote, and little else is
/// known, so that no use of them is a second error.
template <class... Layers>
struct network_members<false, Layers...> {
    using guess = typename stand_in<Layers...>::type;
    using any_shape = checking::unknown<shape>;
    using any_count = checking::unknown<int>;
    using any_extent = checking::unknown<extent>;

    struct facts {
        using layers = typename behind_input<Layers...>::types;
        static constexpr any_count depth{std::max(static_cast<int>(sizeof...(Layers)) - 1, 0)};
        static constexpr any_shape input_shape{guess::input_shape};
        static constexpr any_shape output_shape{guess::output_shape};
        static constexpr auto classes =
            checking::constant<ends_in_classes<Layers...>()>(int{guess::classes});
        static constexpr any_extent parameters{guess::parameters};
        static constexpr any_extent multiply_adds{guess::multiply_adds};
        static constexpr any_extent parameter_extent{guess::facts::parameter_extent};
        static constexpr checking::unknown<std::size_t> parameter_tensors{1};
        static constexpr checking::unknown_table<layer_facts> layer_table{};
        static constexpr checking::unknown_table<parameter_facts> parameter_table{};
    };

    static constexpr any_count depth = facts::depth;
    static constexpr any_shape input_shape = facts::input_shape;
    static constexpr any_shape output_shape = facts::output_shape;
    static constexpr auto classes = facts::classes;
    static constexpr any_extent parameters = facts::parameters;
    static constexpr any_extent multiply_adds = facts::multiply_adds;

    template <int I>
    using layer_at = typename decltype(layer_or_any<I, Layers...>())::type;
    template <int I>
    static constexpr any_shape shape_before = shape_in_front<I, Layers...>();
    template <int I>
    static constexpr any_shape shape_after = shape_in_front<I + 1, Layers...>();
};

}  // namespace typenet::detail
