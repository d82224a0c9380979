// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/hana/map.hpp>
#include <boost/hana/pair.hpp>
#include <span>

#include "typenet/network.hpp"

namespace typenet {

/// A text as a type: the key of a Hana map.
template <text Value>
struct text_constant {
    static constexpr text value = Value;
};

namespace detail {
template <class Net, std::size_t... I>
constexpr auto parameters_by_name(std::index_sequence<I...>) {
    return hana::make_map(hana::make_pair(
        hana::type_c<text_constant<Net::facts::parameter_table[I].name>>, hana::size_c<I>)...);
}
}  // namespace detail

/// A Hana map from the names of a network's parameters to their places in its table.
template <class Net>
inline constexpr auto parameters_by_name =
    detail::parameters_by_name<Net>(std::make_index_sequence<Net::facts::parameter_tensors>{});

/// All parameters of a network in one buffer, each tensor at the start of a cache line, in the
/// order and the layouts of the network's table: weights [height][width][in][out] and [in][out].
///
/// **Units**: `Scalar`s; `bytes` counts the gaps between tensors too.
template <class Net, class Scalar = float>
class parameters {
public:
    using network = Net;
    using scalar = Scalar;
    static constexpr extent size = Net::facts::parameter_extent;
    static constexpr extent bytes = size * static_cast<extent>(sizeof(Scalar));

    /// The tensor of this name: `get<"conv1.weights">()`.
    template <text Name>
    [[nodiscard]] constexpr auto get() {
        constexpr parameter_facts facts = facts_of<Name>();
        return std::span<Scalar, static_cast<std::size_t>(facts.tensor.size())>(
            data() + facts.offset, static_cast<std::size_t>(facts.tensor.size()));
    }
    template <text Name>
    [[nodiscard]] constexpr auto get() const {
        constexpr parameter_facts facts = facts_of<Name>();
        return std::span<const Scalar, static_cast<std::size_t>(facts.tensor.size())>(
            data() + facts.offset, static_cast<std::size_t>(facts.tensor.size()));
    }

    /// Tensor number `i` of the network's table.
    [[nodiscard]] constexpr std::span<Scalar> tensor(std::size_t i) {
        const parameter_facts& facts = Net::facts::parameter_table[i];
        return {data() + facts.offset, static_cast<std::size_t>(facts.tensor.size())};
    }
    [[nodiscard]] constexpr std::span<const Scalar> tensor(std::size_t i) const {
        const parameter_facts& facts = Net::facts::parameter_table[i];
        return {data() + facts.offset, static_cast<std::size_t>(facts.tensor.size())};
    }

    [[nodiscard]] constexpr Scalar* data() { return values_.data(); }
    [[nodiscard]] constexpr const Scalar* data() const { return values_.data(); }

private:
    template <text Name>
    static constexpr parameter_facts facts_of() {
        constexpr auto i =
            decltype(parameters_by_name<Net>[hana::type_c<text_constant<Name>>])::value;
        return Net::facts::parameter_table[i];
    }

    alignas(alignment) std::array<Scalar, static_cast<std::size_t>(size)> values_{};
};

}  // namespace typenet
