// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace typenet {

/// A string that compile-time code can build, compare and carry in a template argument
/// (`get<"conv1.weights">()`). What does not fit is cut.
template <int Capacity>
struct basic_text {
    static constexpr int capacity = Capacity;  ///< letters that fit

    char letters[std::size_t{capacity + 1}] = {};  ///< ends with a zero
    int length = 0;                                ///< without the zero

    constexpr basic_text() = default;
    /// A literal is a text.
    constexpr basic_text(const char* words) { put(words); }  // NOLINT: not explicit

    /// All parts, one after the other: strings, texts and numbers.
    template <class... Parts>
    static constexpr basic_text of(const Parts&... parts) {
        basic_text all;
        all.append(parts...);
        return all;
    }
    /// Adds all parts behind what is there.
    template <class... Parts>
    constexpr basic_text& append(const Parts&... parts) {
        (put(parts), ...);
        return *this;
    }

    /// Valid as long as the text.
    [[nodiscard]] constexpr std::string_view view() const {
        return {letters, static_cast<std::size_t>(length)};
    }
    /// What a computed message of a `static_assert` is asked for.
    /// @{
    [[nodiscard]] constexpr std::size_t size() const { return static_cast<std::size_t>(length); }
    [[nodiscard]] constexpr const char* data() const { return letters; }
    /// @}
    /// Whether there is no letter.
    [[nodiscard]] constexpr bool empty() const { return length == 0; }
    /// By the letters, whatever the capacity leaves unused.
    friend constexpr bool operator==(const basic_text& a, const basic_text& b) {
        return a.view() == b.view();
    }

private:
    constexpr void put(std::string_view words) {
        for (const char letter : words)
            if (length < capacity) letters[length++] = letter;
    }
    constexpr void put(const char* words) { put(std::string_view(words)); }
    template <int Other>
    constexpr void put(const basic_text<Other>& words) {
        put(words.view());
    }
    template <std::integral Number>
    constexpr void put(Number number) {
        if (number < 0) put("-");
        // One digit at a time, least first: the lowest number has no positive counterpart.
        char digits[20] = {};
        int count = 0;
        do {
            const auto digit = static_cast<int>(number % 10);
            digits[count++] = static_cast<char>('0' + (digit < 0 ? -digit : digit));
            number /= 10;
        } while (number != 0);
        while (count > 0) put(std::string_view(&digits[--count], 1));
    }
    /// Nine digits at most: "0.99", "0.00001", "2e-10".
    constexpr void put(double number) {
        if (number < 0) put("-");
        if (number < 0) number = -number;
        if (!(number <= std::numeric_limits<double>::max())) return put("inf or nan");
        int power = 0;  // number = digits · 10^power
        double digits = number;
        for (; digits > 0 && digits < 1e8; --power) digits *= 10;
        for (; digits >= 1e9; ++power) digits /= 10;
        auto whole = static_cast<std::int64_t>(digits + 0.5);
        for (; whole != 0 && whole % 10 == 0; ++power) whole /= 10;
        const basic_text all = of(whole);
        if (power < -9 || power > 9) return put(of(all, "e", power));
        const int before = all.length + power;  // digits before the point
        put(all.view().substr(0, static_cast<std::size_t>(before > 0 ? before : 0)));
        for (; power > 0; --power) put("0");
        if (before <= 0) put("0");
        if (power < 0) put(".");
        for (int zero = before; zero < 0 && power < 0; ++zero) put("0");
        put(all.view().substr(static_cast<std::size_t>(std::clamp(before, 0, all.length))));
    }
};

/// A name or a fact; prose is longer.
using text = basic_text<63>;

/// A layer as its user wrote it: "conv<64,5>".
template <class... Numbers>
constexpr text spelled(const text& kind, const Numbers&... numbers) {
    text words = text::of(kind, "<");
    [[maybe_unused]] const char* between = "";
    ((words.append(between, numbers), between = ","), ...);
    return words.append(">");
}

}  // namespace typenet
