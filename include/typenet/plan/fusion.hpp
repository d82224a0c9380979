// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/hana/append.hpp>

#include "typenet/kernel/conv/conv_stage.hpp"
#include "typenet/kernel/dense/dense_stage.hpp"
#include "typenet/kernel/dense/single_dense_stage.hpp"
#include "typenet/kernel/dense/sparse_dense_stage.hpp"
#include "typenet/kernel/reference_stage.hpp"
#include "typenet/kernel/spectral/spectral_conv_stage.hpp"
#include "typenet/network/network.hpp"
#include "typenet/plan/cost.hpp"

/// Layers → stages: a table of the sequences that one kernel computes, and one fold that cuts a
/// network into them. A new fast path is a new row here and a header in kernel/.
namespace typenet::plan {

/// The table. `fusion<Layers...>` names the stage for exactly these layers in a row; where it is
/// not specialised there is none. Each row's beginnings are rows too, so that a layer can join the
/// stage before it one by one.
template <class... Layers>
struct fusion {
    static constexpr bool exists = false;
};

/// Any single layer runs by its reference, if nothing better is known.
template <class Layer>
struct fusion<Layer> {
    static constexpr bool exists = true;
    template <class Scalar, int Batch, shape In>
    using stage = kernel::reference_stage<Scalar, Batch, Layer, In>;
    static constexpr choice explain(shape in, int batch) {
        return {"reference", "no kernel is known for this layer here",
                3.0 * batch * static_cast<double>(Layer::multiply_adds(in))};
    }
};

template <conv_way Way, class Scalar, int Batch, window_geometry Geometry, bool Relu, int Pool>
struct conv_stage_by {
    using type = kernel::conv_stage<Scalar, Batch, Geometry, Relu, Pool>;
};
template <class Scalar, int Batch, window_geometry Geometry, bool Relu, int Pool>
struct conv_stage_by<conv_way::transforms, Scalar, Batch, Geometry, Relu, Pool> {
    using type = kernel::spectral_conv_stage<Scalar, Batch, Geometry, Relu, Pool>;
};

template <class Conv, bool Relu, int Pool>
struct conv_fusion {
    static constexpr bool exists = true;
    template <class Scalar, int Batch, shape In>
    using stage = typename conv_stage_by<best_way(Conv::geometry(In), Batch), Scalar, Batch,
                                         Conv::geometry(In), Relu, Pool>::type;
    static constexpr choice explain(shape in, int batch) {
        const window_geometry g = Conv::geometry(in);
        return plan::explain(best_way(g, batch), g, batch);
    }
};
template <auto F, auto W, auto... O>
struct fusion<conv<F, W, O...>> : conv_fusion<conv<F, W, O...>, false, 1> {};
template <auto F, auto W, auto... O>
struct fusion<conv<F, W, O...>, relu> : conv_fusion<conv<F, W, O...>, true, 1> {};
template <auto F, auto W, auto... O, auto Pool, auto Stride>
    requires(max_pool<Pool, Stride>::is_disjoint)
struct fusion<conv<F, W, O...>, max_pool<Pool, Stride>>
    : conv_fusion<conv<F, W, O...>, false, max_pool<Pool, Stride>::window> {};
template <auto F, auto W, auto... O, auto Pool, auto Stride>
    requires(max_pool<Pool, Stride>::is_disjoint)
struct fusion<conv<F, W, O...>, relu, max_pool<Pool, Stride>>
    : conv_fusion<conv<F, W, O...>, true, max_pool<Pool, Stride>::window> {};

template <dense_way Way, class Scalar, int Batch, int Inputs, int Units, bool Relu, bool Dropout>
struct dense_stage_by {
    using type = kernel::dense_stage<Scalar, Batch, Inputs, Units, Relu, Dropout>;
};
template <class Scalar, int Batch, int Inputs, int Units, bool Dropout>
struct dense_stage_by<dense_way::living_outputs, Scalar, Batch, Inputs, Units, true, Dropout> {
    using type = kernel::sparse_dense_stage<Scalar, Batch, Inputs, Units, Dropout>;
};
template <class Scalar, int Inputs, int Units, bool Relu, bool Dropout>
struct dense_stage_by<dense_way::one_image, Scalar, 1, Inputs, Units, Relu, Dropout> {
    using type = kernel::single_dense_stage<Scalar, Inputs, Units, Relu, Dropout>;
};

template <int Units, bool Relu, bool Dropout>
struct dense_fusion {
    static constexpr bool exists = true;
    template <class Scalar, int Batch, shape In>
    using stage = typename dense_stage_by<best_way(Units, Relu, Batch), Scalar, Batch, In.channels,
                                          Units, Relu, Dropout>::type;
    static constexpr choice explain(shape in, int batch) {
        return plan::explain(best_way(Units, Relu, batch), in.channels, Units, Relu, batch);
    }
};
template <auto Units>
struct fusion<dense<Units>> : dense_fusion<dense<Units>::units, false, false> {};
template <auto Units>
struct fusion<dense<Units>, relu> : dense_fusion<dense<Units>::units, true, false> {};
template <auto Units>
struct fusion<dense<Units>, relu, dropout> : dense_fusion<dense<Units>::units, true, true> {};

/// Layers that one stage computes; the first and the last of them by their place in the network.
template <int First, int Last, class... Layers>
struct group {
    static constexpr int first = First;
    static constexpr int last = Last;
    template <class Scalar, int Batch, shape In>
    using stage = typename fusion<Layers...>::template stage<Scalar, Batch, In>;
    static constexpr choice explain(shape in, int batch) {
        return fusion<Layers...>::explain(in, batch);
    }
};

namespace detail {

/// The groups found so far; the last one may still grow.
template <class Closed, class Open>
struct cut {};

template <int I, class Layer>
struct placed {};

template <class... Closed, int First, int Last, class... Layers, int I, class Layer>
constexpr auto join(cut<hana::tuple<Closed...>, group<First, Last, Layers...>>, placed<I, Layer>) {
    if constexpr (Layer::role != layer_role::transform)
        return cut<hana::tuple<Closed...>, group<First, Last, Layers...>>{};
    else if constexpr (fusion<Layers..., Layer>::exists)
        return cut<hana::tuple<Closed...>, group<First, I, Layers..., Layer>>{};
    else
        return cut<hana::tuple<Closed..., hana::type<group<First, Last, Layers...>>>,
                   group<I, I, Layer>>{};
}
template <int I, class Layer>
constexpr auto join(cut<hana::tuple<>, void>, placed<I, Layer>) {
    if constexpr (Layer::role != layer_role::transform)
        return cut<hana::tuple<>, void>{};
    else
        return cut<hana::tuple<>, group<I, I, Layer>>{};
}

template <class... Closed, class Open>
constexpr auto close(cut<hana::tuple<Closed...>, Open>) {
    return hana::tuple<Closed..., hana::type<Open>>{};
}
constexpr auto close(cut<hana::tuple<>, void>) { return hana::tuple<>{}; }

template <class Net, int... I>
constexpr auto placed_layers(std::integer_sequence<int, I...>) {
    return hana::tuple<placed<I, typename Net::template layer_at<I>>...>{};
}

}  // namespace detail

/// The network's layers cut into groups: a Hana tuple of `hana::type<group<…>>`, from one left
/// fold. Layers that only restate a shape belong to no group: they leave the memory as it is.
template <class Net>
inline constexpr auto groups = detail::close(hana::fold_left(
    detail::placed_layers<Net>(std::make_integer_sequence<int, Net::depth>{}),
    detail::cut<hana::tuple<>, void>{}, [](auto so_far, auto next) { return join(so_far, next); }));

}  // namespace typenet::plan
