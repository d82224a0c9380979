// SPDX-License-Identifier: BSL-1.0
#include "exchange/layer_names.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace typenet::exchange {

namespace {

/// A run of letters or of digits.
struct word {
    std::string letters;  // none: a number
    std::uint64_t number = 0;

    [[nodiscard]] bool is_number() const { return letters.empty(); }
    friend bool operator==(const word&, const word&) = default;
};

std::vector<word> words_of(const std::string& name) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto is_letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
    constexpr std::ptrdiff_t most_digits = 18;  // that fit a number
    std::vector<word> words;
    for (auto at = name.begin(); at != name.end();) {
        if (is_digit(*at)) {
            const auto end = std::find_if_not(at, name.end(), is_digit);
            word next;
            if (end - at <= most_digits)
                for (; at != end; ++at)
                    next.number = 10 * next.number + static_cast<std::uint64_t>(*at - '0');
            else
                next.letters.assign(at, end);
            words.push_back(next);
            at = end;
        } else if (is_letter(*at)) {
            const auto end = std::find_if_not(at, name.end(), is_letter);
            word next;
            std::transform(at, end, std::back_inserter(next.letters),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            words.push_back(next);
            at = end;
        } else {
            ++at;
        }
    }
    return words;
}

/// Words that say where in a network, or in a block of it, a layer is; any other is at 0.
int place_of(std::string_view letters) {
    static constexpr std::pair<std::string_view, int> known[] = {
        {"stem", -2},    {"encoder", -1}, {"features", -1}, {"backbone", -1}, {"downsample", 1},
        {"shortcut", 1}, {"skip", 1},     {"decoder", 2},   {"head", 3},      {"classifier", 3},
        {"fc", 3},       {"output", 3},   {"logits", 3},
    };
    for (const auto& [word, place] : known)
        if (word == letters) return place;
    return 0;
}

}  // namespace

std::partial_ordering order_of_names(const std::string& a, const std::string& b) {
    const std::vector<word> first = words_of(a);
    const std::vector<word> second = words_of(b);
    const auto [x, y] = std::ranges::mismatch(first, second);
    constexpr auto not_told = std::partial_ordering::unordered;
    if (x == first.end() && y == second.end()) return not_told;
    if (x == first.end()) return y->is_number() ? std::partial_ordering::less : not_told;
    if (y == second.end()) return x->is_number() ? std::partial_ordering::greater : not_told;
    if (x->is_number() != y->is_number()) return not_told;
    if (x->is_number()) return x->number <=> y->number;
    const int place = place_of(x->letters);
    const int other = place_of(y->letters);
    if (place == other) return not_told;
    return place <=> other;
}

bool is_norm_behind(const std::string& norm, const std::string& layer) {
    const std::vector<word> of_norm = words_of(norm);
    const std::vector<word> of_layer = words_of(layer);
    const auto is_norm = [](const word& one) {
        return one.letters == "bn" || one.letters.find("norm") != std::string::npos;
    };
    const auto [n, l] = std::ranges::mismatch(of_norm, of_layer);
    if (n == of_norm.end()) return false;
    if (l == of_layer.end()) return n + 1 == of_norm.end() && is_norm(*n);
    if (!std::equal(n + 1, of_norm.end(), l + 1, of_layer.end())) return false;
    if (n->is_number() && l->is_number())
        return n + 1 == of_norm.end() && n->number == l->number + 1;
    return !l->is_number() && is_norm(*n);
}

}  // namespace typenet::exchange
