// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <span>

// First, so that their errors have a short way to the user's file.
#include "typenet/base/diagnostic.hpp"
#include "typenet/network/network.hpp"
//
#include "typenet/network/names.hpp"

namespace typenet {

/// All tensors of a network in one buffer, its parameters and then its statistics, each at the
/// start of a cache line, in the layouts of the network's table: weights
/// [height][width][in][out] and [in][out].
///
/// **Units**: `Scalar`s; `bytes` counts the gaps between tensors too.
/// **Errors** (compile time): a name that no tensor has.
template <network_type Net, std::floating_point Scalar = float>
class parameters {
    using told = decltype(checking::tell(std::type_identity<Net>{}));

public:
    using network = Net;    ///< whose they are
    using scalar = Scalar;  ///< what each is
    /// Scalars of the buffer, the gaps between tensors counted.
    static constexpr extent size = Net::buffer_size;
    /// Bytes of the same.
    static constexpr extent bytes = size * static_cast<extent>(sizeof(Scalar));

    /// The tensor of this name: `get<"conv1.weights">()`.
    // Not [[nodiscard]]: a call by a wrong name would be warned of beside its one error.
    template <text Name>
    constexpr auto get() {
        return tensor<place<Name>>(data());
        checking::tell<name_fault<Name>>();
    }
    /// @copydoc get()
    template <text Name>
    constexpr auto get() const {  // NOLINT(modernize-use-nodiscard)
        return tensor<place<Name>>(data());
        checking::tell<name_fault<Name>>();
    }

    /// Tensor number `i` of the network's table.
    [[nodiscard]] constexpr std::span<Scalar> tensor(std::size_t i) {
        const named_tensor& at = Net::tensors[i];
        return {data() + at.offset, static_cast<std::size_t>(at.tensor.size())};
    }
    /// @copydoc tensor(std::size_t)
    [[nodiscard]] constexpr std::span<const Scalar> tensor(std::size_t i) const {
        const named_tensor& at = Net::tensors[i];
        return {data() + at.offset, static_cast<std::size_t>(at.tensor.size())};
    }

    /// The whole buffer; tensors are at the offsets of the network's table.
    [[nodiscard]] constexpr Scalar* data() { return values_.data(); }
    /// @copydoc data()
    [[nodiscard]] constexpr const Scalar* data() const { return values_.data(); }

private:
    /// The tensor of this name, or the one whose name is nearest, so that a wrong name is one
    /// error.
    template <text Name>
    static constexpr std::size_t place = checking::nearest_name(Name, Net::tensors);
    /// In a wrong network any name will do.
    template <text Name>
    static constexpr checking::fault name_fault =
        Net::is_right ? checking::name_fault("get", Name, Net::tensors) : checking::fault{};

    template <std::size_t I, class Number>
    static constexpr auto tensor(Number* buffer) {
        constexpr auto count = static_cast<std::size_t>(Net::tensors[I].tensor.size());
        return std::span<Number, count>(buffer + Net::tensors[I].offset, count);
    }

    alignas(alignment) std::array<Scalar, static_cast<std::size_t>(size)> values_{};
};

}  // namespace typenet
