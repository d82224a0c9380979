// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace typenet {

/// Layers in a row, as an argument of a composite.
template <class... Layers>
struct branch {};

namespace checking {
template <class T>
inline constexpr bool is_branch = false;
template <class... Layers>
inline constexpr bool is_branch<branch<Layers...>> = true;
}  // namespace checking

/// A `branch<...>`.
template <class T>
concept branch_type = checking::is_branch<T>;

/// A composite is a layer whose arguments are layers: the scan takes it apart into the nodes of its
/// branches, which all read what it is given, and one of `join`, which reads their ends.
///
///     using join = …;                                 a `join_type` of as many inputs
///     static constexpr bool names_branches;           whether positions in messages count
///     branches,
///                                                     "7.2.1 conv<32,1,2>", or only layers
///     static constexpr auto branches(auto&& take);    take(branch<...>{}, …)
template <class T>
inline constexpr bool is_composite = false;

}  // namespace typenet
