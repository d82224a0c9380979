// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>

#include "typenet/base/diagnostic.hpp"
#include "typenet/network/tables.hpp"

/// @file
/// Tensors by their names, and the name that is meant by a wrong one.
namespace typenet::checking {

/// How alike two names are: the letters that they begin with, and those that they end with.
constexpr int likeness(std::string_view a, std::string_view b) {
    int letters = 0;
    while (!a.empty() && !b.empty() && a.front() == b.front()) {
        a.remove_prefix(1);
        b.remove_prefix(1);
        ++letters;
    }
    while (!a.empty() && !b.empty() && a.back() == b.back()) {
        a.remove_suffix(1);
        b.remove_suffix(1);
        ++letters;
    }
    return letters;
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

}  // namespace typenet::checking
