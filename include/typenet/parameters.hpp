// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>

#include "typenet/check/names.hpp"
#include "typenet/check/other_network.hpp"
#include "typenet/network.hpp"
#include "typenet/sequence.hpp"

namespace typenet {

/// All parameters of a network in one buffer, each tensor at the start of a cache line, in the
/// order and the layouts of the network's table: weights [height][width][in][out] and [in][out].
///
/// **Units**: `Scalar`s; `bytes` counts the gaps between tensors too.
/// **Errors** (compile time): a name that no parameter has, parameters of another network.
template <class AnyNet, class AnyScalar = float>
class parameters {
    using network_comes_first = std::integral_constant<std::size_t, sizeof(AnyNet)>;
    using Net = checking::network_or_stand_in<AnyNet>;
    using Scalar = std::conditional_t<std::is_floating_point_v<AnyScalar>, AnyScalar, float>;
    static constexpr bool is_right = checking::is_network<AnyNet> && Net::first_fault.none();

public:
    using network = Net;    ///< whose they are
    using scalar = Scalar;  ///< what each is
    /// Scalars of the buffer, the gaps between tensors counted.
    static constexpr extent size = Net::facts::parameter_extent;
    /// Bytes of the same.
    static constexpr extent bytes = size * static_cast<extent>(sizeof(Scalar));

    /// All 0.
    constexpr parameters() = default;

    /// Only ever an error, which names the first layer in which two networks differ.
    template <class Other, class OtherScalar>
    constexpr parameters(const parameters<Other, OtherScalar>& /*values*/) {  // NOLINT: as a copy
        constexpr fault other =
            checking::other_parameters_fault<AnyNet, AnyScalar, Other, OtherScalar>();
        tell<other>();
    }

    /// The tensor of this name: `get<"conv1.weights">()`.
    template <text Name>
    [[nodiscard]] constexpr auto get() {
        using named = named_parameter<Name>;
        return std::span<Scalar, named::size>(data() + named::facts.offset, named::size);
        tell<named::no_such_name>();
    }
    /// @copydoc get()
    template <text Name>
    [[nodiscard]] constexpr auto get() const {
        using named = named_parameter<Name>;
        return std::span<const Scalar, named::size>(data() + named::facts.offset, named::size);
        tell<named::no_such_name>();
    }

    /// Tensor number `i` of the network's table.
    [[nodiscard]] constexpr std::span<Scalar> tensor(std::size_t i) {
        const parameter_facts& facts = Net::facts::parameter_table[i];
        return {data() + facts.offset, static_cast<std::size_t>(facts.tensor.size())};
    }
    /// @copydoc tensor(std::size_t)
    [[nodiscard]] constexpr std::span<const Scalar> tensor(std::size_t i) const {
        const parameter_facts& facts = Net::facts::parameter_table[i];
        return {data() + facts.offset, static_cast<std::size_t>(facts.tensor.size())};
    }

    /// The whole buffer; tensors are at the offsets of the network's table.
    [[nodiscard]] constexpr Scalar* data() { return values_.data(); }
    /// @copydoc data()
    [[nodiscard]] constexpr const Scalar* data() const { return values_.data(); }

private:
    /// A parameter by its name. In a network that is wrong itself any name will do.
    template <text Name>
    struct named_parameter {
        static constexpr fault no_such_name =
            is_right ? checking::name_fault(Name, Net::facts::parameter_table) : fault{};
        static constexpr bool is_there = is_right && no_such_name.none();
        static constexpr parameter_facts facts = [] {
            if constexpr (is_there)
                return Net::facts::parameter_table[parameter_place<Net, Name>];
            else
                return parameter_facts{};
        }();
        static constexpr auto size = static_cast<std::size_t>(facts.tensor.size());
    };

    alignas(alignment) std::array<Scalar, static_cast<std::size_t>(size)> values_{};

    static constexpr fault first_fault = checking::first_of(
        "parameters",
        {checking::network_complaint<AnyNet>(), checking::floating_complaint<AnyScalar>()});
    static constexpr auto judged = verdict<first_fault>;
    static_assert(judged.fits, TYPENET_SENTENCE(first_fault));
};

}  // namespace typenet
