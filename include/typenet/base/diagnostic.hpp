// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "typenet/base/text.hpp"

/// @file
/// The one place that words compile errors and that knows compilers. A layer says two facts
/// (`complaint`); whoever finds them adds where (`fault`); a function that each use asks first,
/// such as `checking::tell`, ends with
///
///     constexpr auto judged = verdict<first_fault>;
///     static_assert(judged.fits, TYPENET_SENTENCE(first_fault));
///
/// which is the one error that the compiler prints.
namespace typenet {

/// What a layer finds wrong with the shape it is given: what it expects, and what it got.
struct complaint {
    text expects;  ///< empty: nothing is wrong
    text got;      ///< in its place

    /// Whether nothing is wrong.
    [[nodiscard]] constexpr bool none() const { return expects.empty(); }
};

namespace checking {

/// A complaint with its place: a layer with its position in the list (the input is 0), or the name
/// of what was used wrongly, and where the thing that it got comes from.
struct fault {
    /// Whether `who` is a layer or what was used.
    enum class place : std::uint8_t { layer, use };

    place where = place::layer;  ///< what `who` is
    text who;                    ///< "8 expect<7,7,32>", "trainer"
    text expects;                ///< empty: nothing is wrong
    text got;                    ///< in its place
    text from;                   ///< empty: from nowhere in particular

    /// Whether nothing is wrong.
    [[nodiscard]] constexpr bool none() const { return expects.empty(); }
    /// All of it as prose.
    [[nodiscard]] constexpr basic_text<255> sentence() const {
        auto words = basic_text<255>::of(where == place::layer ? "layer " : "", who, " expects ",
                                         expects, ", got ", got);
        return from.empty() ? words : words.append(" from ", from);
    }
};

// The parts of a report. Compilers print a template argument of class type as its type's name and
// its value: that is where the words "layer", "expects", "got" and "from" of the message come
// from. The array is exactly as long as its string with the terminator stored: g++ prints padding
// as \000\000…, and clang prints an array without a terminator as numbers.
template <int Size>
struct layer {
    char words[std::size_t{Size}];
};
template <int Size>
struct use {
    char words[std::size_t{Size}];
};
template <int Size>
struct expects {
    char words[std::size_t{Size}];
};
template <int Size>
struct got {
    char words[std::size_t{Size}];
};
template <int Size>
struct from {
    char words[std::size_t{Size}];
};

/// Has no members: that it lacks `fits`, with the facts in its name, is the error message.
template <auto... Facts>
struct mistake {};

#if defined(__cpp_static_assert) && __cpp_static_assert >= 202306L

/// Where a `static_assert` takes a computed message, it has the sentence.
struct told_by_sentence {
    bool fits = false;
};
template <fault Fault>
inline constexpr told_by_sentence verdict{};
#define TYPENET_SENTENCE(fault) ((fault).sentence())

#else

/// clang prints at most 36 letters of a text.
constexpr text cut(const text& words) {
    constexpr std::size_t most = 36;
    if (words.view().size() <= most) return words;
    return text::of(words.view().substr(0, most - 3), "...");
}
// The length is a parameter of its own because clang prints how an argument was computed.
template <template <int> class Part, text Words, int Size = Words.length + 1>
constexpr Part<Size> part() {
    return []<std::size_t... I>(std::index_sequence<I...>) {
        return Part<Size>{{Words.letters[I]..., '\0'}};
    }(std::make_index_sequence<static_cast<std::size_t>(Size - 1)>{});
}
/// A `mistake` with the facts; to ask for its `fits` is the error.
template <fault Fault>
inline constexpr auto verdict = [] {
    constexpr auto who = [] {
        if constexpr (Fault.where == fault::place::layer)
            return part<layer, cut(Fault.who)>();
        else
            return part<use, cut(Fault.who)>();
    }();
    constexpr auto wanted = part<expects, cut(Fault.expects)>();
    constexpr auto found = part<got, cut(Fault.got)>();
    if constexpr (Fault.from.empty())
        return mistake<who, wanted, found>{};
    else
        return mistake<who, wanted, found, part<from, cut(Fault.from)>()>{};
}();
/// The message of a `static_assert`, where it has to be a literal.
#define TYPENET_SENTENCE(fault) "a mistake in the use of typenet"

#endif

/// For functions: `tell<first_fault>()` is the error where there is a fault, and nothing else. The
/// function that calls it stays whole, so that a second call is no second error.
template <fault Fault>
    requires(!Fault.none())
constexpr void tell() {
    constexpr auto judged = verdict<Fault>;
    static_assert(judged.fits, TYPENET_SENTENCE(Fault));
}
/// Nothing, where there is no fault.
template <fault Fault>
constexpr void tell() {}

/// A type as compilers spell it, without typenet's own namespace.
template <class T>
constexpr text name_of() {
    std::string_view words = __PRETTY_FUNCTION__;
    words.remove_prefix(words.find("T = ") + 4);
    words = words.substr(0, std::min(words.find(';'), words.rfind(']')));
    constexpr std::string_view home = "typenet::";
    text name;
    while (!words.empty()) {
        const bool own = words.starts_with(home);
        if (!own) name.append(words.substr(0, 1));
        words.remove_prefix(own ? home.size() : 1);
    }
    return name;
}

}  // namespace checking
}  // namespace typenet
