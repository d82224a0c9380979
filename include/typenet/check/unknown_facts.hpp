// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "typenet/base/shape.hpp"
#include "typenet/check/unknown.hpp"
#include "typenet/network/facts.hpp"

/// @file
/// The facts of a wrong network: its shapes and tables, of which nothing is known.
namespace typenet::checking {

template <>
struct unknown<shape> {
    unknown<int> height, width, channels;
    unknown<bool> flat;

    constexpr unknown() : unknown(shape::image(1, 1, 1)) {}
    constexpr unknown(const shape& value)  // NOLINT: not explicit
        : height{value.height}, width{value.width}, channels{value.channels}, flat{value.flat} {}
    constexpr operator shape() const {  // NOLINT: as above
        return {height.guess, width.guess, channels.guess, flat.guess};
    }
    [[nodiscard]] constexpr unknown<extent> size() const { return {shape(*this).size()}; }
};

/// What a text shows: anything that is asked of it holds.
template <>
struct unknown<std::string_view> : std::string_view {
    [[nodiscard]] static constexpr unknown<std::size_t> size() { return {1}; }
    [[nodiscard]] static constexpr unknown<std::size_t> length() { return {1}; }
    [[nodiscard]] static constexpr unknown<bool> empty() { return {}; }
    [[nodiscard]] static constexpr unknown<bool> starts_with(const auto& /*unused*/) { return {}; }
    [[nodiscard]] static constexpr unknown<bool> ends_with(const auto& /*unused*/) { return {}; }
    [[nodiscard]] static constexpr unknown<std::size_t> find(const auto& /*unused*/) { return {}; }
};

/// A text is no number: it stays one, in any use.
template <>
struct unknown<text> : text {
    unknown<int> length;
    [[nodiscard]] static constexpr unknown<std::string_view> view() { return {}; }
    [[nodiscard]] static constexpr unknown<bool> empty() { return {}; }
};

/// As the text of a shape that is known.
constexpr unknown<text> to_text(const unknown<shape>& /*unused*/) { return {}; }

/// Has as many rows as are asked for, and one to walk over.
template <class Row>
struct unknown_table {
    std::array<unknown<Row>, 1> rows;
    [[nodiscard]] static constexpr unknown<std::size_t> size() { return {1}; }
    [[nodiscard]] static constexpr unknown<bool> empty() { return {}; }
    constexpr auto& operator[](std::size_t /*unused*/) const { return rows[0]; }
    constexpr auto& operator[](std::size_t /*unused*/) { return rows[0]; }
    [[nodiscard]] constexpr auto& at(std::size_t /*unused*/) const { return rows[0]; }
    [[nodiscard]] constexpr auto& front() const { return rows[0]; }
    [[nodiscard]] constexpr auto& back() const { return rows[0]; }
    [[nodiscard]] constexpr auto begin() const { return rows.begin(); }
    [[nodiscard]] constexpr auto begin() { return rows.begin(); }
    [[nodiscard]] constexpr auto end() const { return rows.end(); }
    [[nodiscard]] constexpr auto end() { return rows.end(); }
    [[nodiscard]] constexpr auto rbegin() const { return rows.rbegin(); }
    [[nodiscard]] constexpr auto rend() const { return rows.rend(); }
    [[nodiscard]] constexpr const Row* data() const { return rows.data(); }
    constexpr operator std::span<const Row>() const { return {data(), 1}; }  // NOLINT: as above
    template <std::size_t Size>
    constexpr operator std::array<Row, Size>() const {  // NOLINT: as above
        return {};
    }
};

/// Number I of some members, as a row is taken apart by.
template <std::size_t I, class First, class... Rest>
constexpr const auto& member_number(const First& first, const Rest&... rest) {
    if constexpr (I == 0)
        return first;
    else
        return member_number<I - 1>(rest...);
}

// The tables' rows are what loops take them for, too.
template <>
struct unknown<layer_facts> : layer_facts {
    unknown<text> spelling, name, kind;
    unknown<layer_role> role;
    unknown<int> ordinal;
    unknown<shape> in, out;
    unknown<extent> parameters, multiply_adds;
    unknown<window_geometry> windows;

    static constexpr std::size_t members = 10;
    template <std::size_t I>
    [[nodiscard]] constexpr const auto& get() const {
        return member_number<I>(spelling, name, role, ordinal, in, out, parameters, multiply_adds,
                                kind, windows);
    }
};

template <>
struct unknown<parameter_shape> : parameter_shape {
    unknown<std::string_view> name;
    unknown_table<int> extents;
    unknown<int> rank;
    unknown<extent> fan_in;
    [[nodiscard]] static constexpr unknown<extent> size() { return {1}; }
    [[nodiscard]] static constexpr unknown<bool> is_weights() { return {}; }

    static constexpr std::size_t members = 4;
    template <std::size_t I>
    [[nodiscard]] constexpr const auto& get() const {
        return member_number<I>(name, extents, rank, fan_in);
    }
};

template <>
struct unknown<parameter_facts> : parameter_facts {
    unknown<text> name;
    unknown<parameter_shape> tensor;
    unknown<int> layer;
    unknown<extent> offset;

    static constexpr std::size_t members = 4;
    template <std::size_t I>
    [[nodiscard]] constexpr const auto& get() const {
        return member_number<I>(name, tensor, layer, offset);
    }
};

/// A row of which no member is known.
template <class T>
concept unknown_row = requires { unknown<T>::members; };

}  // namespace typenet::checking

// So that rows can be counted, and taken apart.
template <class Row>
struct std::tuple_size<typenet::checking::unknown_table<Row>>
    : std::integral_constant<std::size_t, 1> {};
template <typenet::checking::unknown_row Row>
struct std::tuple_size<typenet::checking::unknown<Row>>
    : std::integral_constant<std::size_t, typenet::checking::unknown<Row>::members> {};
template <std::size_t I, typenet::checking::unknown_row Row>
struct std::tuple_element<I, typenet::checking::unknown<Row>> {
    /// Of each, which nobody changes.
    using type = const std::remove_cvref_t<
        decltype(std::declval<const typenet::checking::unknown<Row>&>().template get<I>())>;
};
