// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <span>

#include "typenet/base/diagnostic.hpp"
#include "typenet/network/facts.hpp"

namespace typenet::checking {

/// How many letters must be changed, added or left out to make one word of the other.
///
/// **Source**: Levenshtein's distance, row by row; what both begin with changes nothing.
constexpr int distance(std::string_view a, std::string_view b) {
    while (!a.empty() && !b.empty() && a.front() == b.front()) {
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    std::array<int, text::capacity + 1> row{};
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
    for (const char letter : a) {
        int diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const int above = row[j + 1];
            const int changed = diagonal + (letter == b[j] ? 0 : 1);
            const int longer = above < row[j] ? above + 1 : row[j] + 1;
            row[j + 1] = changed < longer ? changed : longer;
            diagonal = above;
        }
    }
    return row[b.size()];
}

/// A name with what typenet calls its tensor, where it is called otherwise elsewhere. A layer's
/// name alone means its weights.
constexpr text in_own_words(const text& name) {
    const std::string_view words = name.view();
    const std::size_t dot = words.rfind('.');
    if (dot == std::string_view::npos) return text::of(name, ".", weights_name);
    const std::string_view tensor = words.substr(dot + 1);
    const text layer = text::of(words.substr(0, dot + 1));
    for (const std::string_view other : {"weight", "kernel", "kernels", "filters", "W", "w"})
        if (tensor == other) return text::of(layer, weights_name);
    for (const std::string_view other : {"bias", "offset", "B", "b"})
        if (tensor == other) return text::of(layer, biases_name);
    return name;
}

/// That none of a network's parameters has the name that a function was given, with the one that is
/// most like it.
constexpr fault name_fault(const text& function, const text& name,
                           std::span<const parameter_facts> table) {
    const text use = text::of(function, "<", name, ">");
    if (table.empty())
        return {fault::place::use, use, "a network with parameters", "one without", {}};
    for (const parameter_facts& p : table)
        if (p.name == name) return {};
    // Each distance once: of a deep network there are many, and clang's patience has an end.
    const parameter_facts* nearest = nullptr;
    int least = 0;
    const text meant = in_own_words(name);
    for (const parameter_facts& p : table) {
        const int changes = distance(p.name.view(), meant.view());
        if (nearest != nullptr && changes >= least) continue;
        nearest = &p;
        least = changes;
    }
    return {fault::place::use,
            use,
            text::of("one of ", static_cast<int>(table.size()), ", as ", nearest->name),
            name,
            {}};
}

/// That a function was given a parameter's name in place of its number.
constexpr fault name_in_place_of_number() {
    return {fault::place::use, "tensor", "a number; by its name get<...>()", "a name", {}};
}

/// That a function was given a parameter's name as an argument, not as a template argument.
constexpr fault name_as_argument() {
    return {fault::place::use, "get", "a name between < and >", "one between ( and )", {}};
}

/// That parameters were given a subscript.
constexpr fault subscript_fault() {
    return {fault::place::use, "parameters", "get<name>() or tensor(number)", "a subscript", {}};
}

/// That a function was given a parameter's number, with the name that it has.
constexpr fault number_fault(const text& function, int number,
                             std::span<const parameter_facts> table) {
    const text use = text::of(function, "<", number, ">");
    if (table.empty())
        return {fault::place::use, use, "a network with parameters", "one without", {}};
    const bool is_there = number >= 0 && number < static_cast<int>(table.size());
    const text& name = table[is_there ? static_cast<std::size_t>(number) : 0].name;
    return {fault::place::use, use, text::of("a name, as ", name), text::of(number), {}};
}

}  // namespace typenet::checking
