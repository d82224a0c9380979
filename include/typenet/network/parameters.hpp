// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <ranges>
#include <span>

// First, so that their errors have a short way to the user's file.
#include "typenet/base/diagnostic.hpp"
#include "typenet/network/network.hpp"

namespace typenet {

namespace checking {

/// How alike two names are: the letters that they begin with, and those that they end with.
constexpr int likeness(std::string_view a, std::string_view b) {
    const auto first = std::ranges::mismatch(a, b).in1 - a.begin();
    a.remove_prefix(static_cast<std::size_t>(first));
    b.remove_prefix(static_cast<std::size_t>(first));
    const auto last = std::ranges::mismatch(a | std::views::reverse, b | std::views::reverse);
    return static_cast<int>(first + (last.in1 - a.rbegin()));
}

/// A name with what typenet calls its tensor, where it is called otherwise elsewhere. A layer's
/// name alone means its weights.
constexpr text in_own_words(const text& name) {
    const std::string_view words = name.view();
    const std::size_t dot = words.rfind('.');
    if (dot == std::string_view::npos) return text::of(name, ".", tensor::weights_name);
    const std::string_view last = words.substr(dot + 1);
    const text layer = text::of(words.substr(0, dot + 1));
    for (const std::string_view other : {"weight", "kernel", "kernels", "filters", "W", "w"})
        if (last == other) return text::of(layer, tensor::weights_name);
    for (const std::string_view other : {"bias", "offset", "B", "b"})
        if (last == other) return text::of(layer, tensor::biases_name);
    return name;
}

/// The place of a name in a table, or of the one that is most like it; 0 if the table is empty.
constexpr std::size_t nearest_name(const text& name, std::span<const named_tensor> table) {
    for (std::size_t i = 0; i < table.size(); ++i)
        if (table[i].name == name) return i;
    std::size_t nearest = 0;
    int most = -1;
    const text meant = in_own_words(name);
    for (std::size_t i = 0; i < table.size(); ++i)
        if (const int letters = likeness(table[i].name.view(), meant.view()); letters > most) {
            nearest = i;
            most = letters;
        }
    return nearest;
}

/// That none of a network's tensors has the name that a function was given.
constexpr fault name_fault(const text& function, const text& name,
                           std::span<const named_tensor> table) {
    const text use = text::of(function, "<", name, ">");
    if (table.empty())
        return {fault::place::use, use, "a network with parameters", "one without", {}};
    const text& nearest = table[nearest_name(name, table)].name;
    if (nearest == name) return {};
    return {fault::place::use,
            use,
            text::of("one of ", static_cast<int>(table.size()), ", as ", nearest),
            name,
            {}};
}

}  // namespace checking

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
        return {data() + Net::tensors[i].offset,
                static_cast<std::size_t>(Net::tensors[i].tensor.size())};
    }
    /// @copydoc tensor(std::size_t)
    [[nodiscard]] constexpr std::span<const Scalar> tensor(std::size_t i) const {
        return {data() + Net::tensors[i].offset,
                static_cast<std::size_t>(Net::tensors[i].tensor.size())};
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
