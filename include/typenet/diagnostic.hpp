// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include "typenet/text.hpp"

/// The one place that words compile errors. A layer says facts (`complaint`); the scan over the
/// layers adds where (`fault`); this header turns the first fault into the one error that the
/// compiler prints, in the way that each compiler prints best.
namespace typenet {

/// What a layer finds wrong with the shape it is given: what it expects, and what it got.
struct complaint {
    text expects;
    text got;

    [[nodiscard]] constexpr bool none() const { return expects.empty(); }
};

/// A complaint with its place: the layer, its position in the list (the input is 0) and the layer
/// whose output it complains about.
struct fault {
    text layer;
    text expects;
    text got;
    text from;

    [[nodiscard]] constexpr bool none() const { return expects.empty(); }
    [[nodiscard]] constexpr text sentence() const {
        text words = text::of(layer, " expects ", expects, ", got ", got);
        return from.empty() ? words : words.append(" from ", from);
    }
    friend constexpr bool operator==(const fault&, const fault&) = default;
};

// The parts of a report. Compilers print a template argument of class type as its type's name and
// its value: that is where the words "layer", "expects", "got" and "from" of the message come
// from. The array is exactly as long as its string with the terminator stored: g++ prints padding
// as \000\000…, and clang prints an array without a terminator as numbers.
template <int Size>
struct layer {
    char words[Size];
};
template <int Size>
struct expects {
    char words[Size];
};
template <int Size>
struct got {
    char words[Size];
};
template <int Size>
struct from {
    char words[Size];
};

namespace diagnostic {

template <template <int> class Part, text Words>
constexpr auto part() {
    return []<std::size_t... I>(std::index_sequence<I...>) {
        return Part<Words.length + 1>{{Words.letters[I]..., '\0'}};
    }(std::make_index_sequence<static_cast<std::size_t>(Words.length)>{});
}

}  // namespace diagnostic

/// Never defined: its name, with the four facts in it, is the error message.
template <layer Layer, expects Expects, got Got, from From>
struct shape_mismatch;

namespace diagnostic {

template <fault Fault, bool None = Fault.none()>
struct verdict {
    using type = void;
};

#if defined(__cpp_static_assert) && __cpp_static_assert >= 202306L
/// C++26 takes a computed message: `static_assert` asks it for size() and data().
struct message {
    text words;
    [[nodiscard]] constexpr std::size_t size() const {
        return static_cast<std::size_t>(words.length);
    }
    [[nodiscard]] constexpr const char* data() const { return words.letters; }
};
template <fault Fault>
struct verdict<Fault, false> {
    static constexpr bool shapes_match = false;
    static_assert(shapes_match, message{Fault.sentence()});
    using type = void;
};
#else
template <fault Fault>
struct verdict<Fault, false> {
    using type = typename shape_mismatch<part<layer, Fault.layer>(), part<expects, Fault.expects>(),
                                         part<got, Fault.got>(), part<from, Fault.from>()>::report;
};
#endif

}  // namespace diagnostic
}  // namespace typenet
