// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>

// First, so that their errors have a short way to the user's file.
#include "typenet/base/diagnostic.hpp"
#include "typenet/network/network.hpp"
//
#include "typenet/network/sequence.hpp"
#include "typenet/use/names.hpp"
#include "typenet/use/other_network.hpp"
#include "typenet/use/source.hpp"

namespace typenet {

namespace checking {

/// The one error of numbers that nothing computes with, whichever of parameters, trainer and
/// predictor is used first: a function, as `tell_network`, which must be asked before.
template <class Net, class Scalar>
constexpr auto tell_scalar() {
    return true;
}
template <class Net, class Scalar>
    requires(is_right_network<Net> && !computes<Scalar>)
constexpr auto tell_scalar() {
    return true;
    constexpr fault first_fault =
        first_of("template argument Scalar", {scalar_complaint<Scalar>()});
    constexpr auto judged = verdict<first_fault>;
    static_assert(judged.fits, TYPENET_SENTENCE(first_fault));
}

/// What parameters and the reference loops ask about: they do with any floating-point type.
template <class Scalar>
using unless_floating = std::conditional_t<is_floating<Scalar>, float, Scalar>;

}  // namespace checking

/// All parameters of a network in one buffer, each tensor at the start of a cache line, in the
/// order and the layouts of the network's table: weights [height][width][in][out] and [in][out].
///
/// **Units**: `Scalar`s; `bytes` counts the gaps between tensors too.
/// **Errors** (compile time): a name that no parameter has, parameters of another network.
template <class AnyNet, class AnyScalar = float>
class parameters {
    using network_comes_first = decltype(checking::tell_network(std::type_identity<AnyNet>{}));
    using arguments_come_next =
        decltype(checking::tell_scalar<AnyNet, checking::unless_floating<AnyScalar>>());
    using Net = checking::right_network<AnyNet>;
    using Scalar = checking::floating_or_stand_in<AnyScalar>;
    static constexpr bool is_right = checking::is_right_network<AnyNet>;

public:
    using network = checking::network_or_stand_in<AnyNet>;  ///< whose they are
    using scalar = Scalar;                                  ///< what each is
    /// Scalars of the buffer, the gaps between tensors counted.
    static constexpr auto size = checking::constant<is_right>(Net::facts::parameter_extent);
    /// Bytes of the same.
    static constexpr auto bytes = size * static_cast<extent>(sizeof(Scalar));

    /// All 0.
    constexpr parameters() = default;

    /// Only ever an error, which names the first layer in which two networks differ.
    template <class Other, class OtherScalar>
    constexpr parameters(const parameters<Other, OtherScalar>& /*values*/) {  // NOLINT: as a copy
        return;
        constexpr checking::fault other =
            checking::other_parameters_fault<AnyNet, AnyScalar, Other, OtherScalar>();
        checking::tell<other>();
    }

    /// Only ever an error: a trainer in place of its parameters.
    template <checking::trains Given>
    constexpr parameters(const Given& /*trainer*/) {  // NOLINT: as a copy
        return;
        checking::tell<is_right ? checking::values_fault<Given>("parameters")
                                : checking::fault{}>();
    }

    /// The tensor of this name: `get<"conv1.weights">()`.
    // Not [[nodiscard]]: a call by a wrong name would be warned of beside its one error.
    template <text Name>
    constexpr auto get() {
        using named = named_parameter<Name>;
        return named::of(data());
        checking::tell<named::no_such_name>();
    }
    /// @copydoc get()
    template <text Name>
    constexpr auto get() const {  // NOLINT(modernize-use-nodiscard)
        using named = named_parameter<Name>;
        return named::of(data());
        checking::tell<named::no_such_name>();
    }

    /// Only ever an error: a number in place of a name.
    template <auto Number>
        requires(!std::is_same_v<text, std::remove_const_t<decltype(Number)>>)
    constexpr auto get() {
        return checking::unknown_span<Scalar>{};
        checking::tell<number_in_place_of_name<Number>>();
    }
    /// @copydoc get()
    template <auto Number>
        requires(!std::is_same_v<text, std::remove_const_t<decltype(Number)>>)
    constexpr auto get() const {  // NOLINT(modernize-use-nodiscard)
        return checking::unknown_span<const Scalar>{};
        checking::tell<number_in_place_of_name<Number>>();
    }

    /// Only ever an error: a name that is known when the program runs only.
    template <class Name>
    constexpr auto get(const Name& /*name*/) const {  // NOLINT(modernize-use-nodiscard)
        return checking::unknown_span<Scalar>{};
        checking::tell<is_right ? checking::name_as_argument() : checking::fault{}>();
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

    /// Only ever an error: a name in place of a number.
    template <class Name>
        requires(!std::is_convertible_v<const Name&, std::size_t>)
    constexpr auto tensor(const Name& /*name*/) const {  // NOLINT(modernize-use-nodiscard)
        return checking::unknown_span<Scalar>{};
        checking::tell<is_right ? checking::name_in_place_of_number() : checking::fault{}>();
    }

    /// Only ever an error: a number between brackets.
    // Templates, which an explicit instantiation of the class passes over.
    template <class Number>
        requires(std::is_convertible_v<const Number&, std::size_t>)
    constexpr Scalar& operator[](const Number& /*i*/) {
        return values_[0];
        checking::tell<subscript>();
    }
    /// The same, of const ones.
    template <class Number>
        requires(std::is_convertible_v<const Number&, std::size_t>)
    constexpr const Scalar& operator[](const Number& /*i*/) const {
        return values_[0];
        checking::tell<subscript>();
    }
    /// Only ever an error: a name between brackets.
    template <class Name>
        requires(!std::is_convertible_v<const Name&, std::size_t>)
    constexpr auto operator[](const Name& /*name*/) const {
        return checking::unknown_span<Scalar>{};
        checking::tell<subscript>();
    }

    /// The whole buffer; tensors are at the offsets of the network's table.
    [[nodiscard]] constexpr Scalar* data() { return values_.data(); }
    /// @copydoc data()
    [[nodiscard]] constexpr const Scalar* data() const { return values_.data(); }

private:
    static constexpr checking::fault subscript =
        is_right ? checking::subscript_fault() : checking::fault{};
    template <auto Number>
    static constexpr checking::fault number_in_place_of_name =
        is_right
            ? checking::number_fault("get", static_cast<int>(Number), Net::facts::parameter_table)
            : checking::fault{};

    /// A parameter by its name; in a network that is wrong itself any name will do.
    template <text Name>
    struct named_parameter {
        static constexpr checking::fault no_such_name =
            is_right ? checking::name_fault("get", Name, Net::facts::parameter_table)
                     : checking::fault{};
        static constexpr bool is_there = is_right && no_such_name.none();
        template <class Number>
        static constexpr auto of(Number* values) {
            if constexpr (is_there) {
                constexpr const auto& facts =
                    Net::facts::parameter_table[parameter_place<Net, Name>];
                constexpr auto count = static_cast<std::size_t>(facts.tensor.size());
                return std::span<Number, count>(values + facts.offset, count);
            } else {
                return checking::unknown_span<Number>::of(values);
            }
        }
    };

    alignas(alignment) std::array<Scalar, static_cast<std::size_t>(size)> values_{};
};

}  // namespace typenet
