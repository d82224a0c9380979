// SPDX-License-Identifier: BSL-1.0

// Random numbers and elementary functions in constant expressions: this file tests by compiling.
#include <algorithm>
#include <array>
#include <limits>

#include "typenet/base/math.hpp"
#include "typenet/base/random.hpp"

namespace {

using namespace typenet;

// Random123's known answers, lines "philox4x32 10" of its kat_vectors: the counter is (block, item,
// step, stream and substream), the key is the seed.
using words = std::array<std::uint32_t, 4>;
static_assert(philox({0, purpose{0}, 0, 0, 0}, 0) ==
              words{0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8});
static_assert(philox({0xFFFFFFFFFFFFFFFF, purpose{0xFF}, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF},
                     0xFFFFFFFF) == words{0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD});
static_assert(philox({0x299F31D0A4093822, purpose{0x03}, 0x707344, 0x13198A2E, 0x85A308D3},
                     0x243F6A88) == words{0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1});

// Each word of each block is one element's: 256 elements take all four words of 64 blocks.
static_assert([] {
    std::array<int, 256> taken{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        const random_word at = word_of(i);
        if (at.block >= 64 || at.word >= 4) return false;
        ++taken[at.block * 4 + at.word];
    }
    return std::ranges::all_of(taken, [](int times) { return times == 1; });
}());
static_assert(word_of(17).block == 1 && word_of(17).word == 1);
static_assert(word_of(64).block == 16 && word_of(64).word == 0);
static_assert(random_bits({5, purpose::dropout, 1, 2, 3}, 17) ==
              philox({5, purpose::dropout, 1, 2, 3}, 1)[1]);

static_assert(yes_below(0) == 0 && yes_below(-1) == 0 && yes_below(0.25) == 0x40000000);
static_assert(yes_below(1) == 0x100000000 && yes_below(2) == 0x100000000);
static_assert(to_unit_interval(0) > 0 && to_unit_interval(0xFFFFFFFF) < 1);
static_assert(to_unit_interval(0x80000000) > 0.5 && to_unit_interval(0x7FFFFFFF) < 0.5);

/// Within `ulps` units in the last place.
constexpr bool near(double found, double right, double ulps) {
    const double difference = found < right ? right - found : found - right;
    const double size = right < 0 ? -right : right;
    return difference <= ulps * size * std::numeric_limits<double>::epsilon();
}
constexpr double infinity = std::numeric_limits<double>::infinity();

// All right values: mpmath with 30 digits.
static_assert(math::exp(0) == 1);
static_assert(near(math::exp(1), 2.71828182845904523536, 1));
static_assert(near(math::exp(-1), 0.367879441171442321596, 1));
static_assert(near(math::exp(0.5), 1.64872127070012814685, 1));
static_assert(near(math::exp(-20.25), 1.60522805518561160865e-9, 1));
static_assert(near(math::exp(100), 2.68811714181613544841e43, 1));
static_assert(near(math::exp(-700), 9.85967654375977085670537294785e-305, 1));
static_assert(near(math::exp(709), 8.2184074615549721892e307, 1));
static_assert(math::exp(710) == infinity && math::exp(infinity) == infinity);
static_assert(math::exp(-800) == 0 && math::exp(-infinity) == 0);
static_assert(math::exp(std::numeric_limits<double>::quiet_NaN()) !=
              math::exp(std::numeric_limits<double>::quiet_NaN()));

static_assert(math::log(1) == 0);
static_assert(near(math::log(2), 0.693147180559945309417, 1));
static_assert(near(math::log(10), 2.30258509299404568402, 1));
static_assert(near(math::log(0.5), -0.693147180559945309417, 1));
static_assert(near(math::log(1e-300), -690.775527898213705205, 1));
static_assert(near(math::log(1.0000000001), 1.00000008269037099082e-10, 2));
static_assert(math::log(infinity) == infinity);
static_assert(math::log(0) != math::log(0) && math::log(-1) != math::log(-1));

static_assert(math::sqrt(0) == 0 && math::sqrt(4) == 2 && math::sqrt(infinity) == infinity);
static_assert(near(math::sqrt(2), 1.41421356237309504880, 1));
static_assert(near(math::sqrt(3e-200), 1.73205080756887729353e-100, 1));
static_assert(near(math::sqrt(7e200), 2.64575131106459059050e100, 1));

static_assert(math::sigmoid(0) == 0.5);
static_assert(near(math::sigmoid(1), 0.731058578630004879251, 2));
static_assert(near(math::sigmoid(-1), 0.268941421369995120749, 2));
static_assert(near(math::sigmoid(20), 0.99999999793884638181, 1));
static_assert(near(math::sigmoid(-40), 4.24835425529158897728e-18, 2));
static_assert(math::sigmoid(infinity) == 1 && math::sigmoid(-infinity) == 0);

static_assert(math::tanh(0) == 0 && math::tanh(infinity) == 1 && math::tanh(-infinity) == -1);
static_assert(near(math::tanh(1e-10), 9.99999999999999999997e-11, 1));
static_assert(near(math::tanh(0.3), 0.291312612451590905818, 1));
static_assert(near(math::tanh(0.624), 0.553906919203914553169, 1));
static_assert(near(math::tanh(0.626), 0.555291757464191396693, 2));
static_assert(near(math::tanh(-1.5), -0.905148253644866438242, 2));
static_assert(near(math::tanh(9), 0.999999969540040974479, 1));

static_assert(math::erf(0) == 0 && math::erf(infinity) == 1 && math::erf(-infinity) == -1);
static_assert(near(math::erf(1e-10), 1.12837916709551257389e-10, 1));
static_assert(near(math::erf(0.3), 0.328626759459127427639, 2));
static_assert(near(math::erf(0.46), 0.484655390001679655027, 1));
static_assert(near(math::erf(0.47), 0.493745050886082136517, 5));
static_assert(near(math::erf(-0.8), -0.742100964707660486167, 2));
static_assert(near(math::erf(1), 0.842700792949714869341, 2));
static_assert(near(math::erf(2.5), 0.99959304798255504106, 1));
static_assert(near(math::erf(4.5), 0.999999999803383955846, 1));
static_assert(near(math::erf(5.5), 0.999999999999992642152, 1));
static_assert(math::erf(std::numeric_limits<double>::quiet_NaN()) !=
              math::erf(std::numeric_limits<double>::quiet_NaN()));

static_assert(math::power(0.9, 0) == 1 && math::power(2, 10) == 1024);
static_assert(near(math::power(0.999, 1000), 0.367695424770963717721, 100));

static_assert(math::normal_quantile(0.5) == 0);
static_assert(near(math::normal_quantile(0.975), 1.95996398454005385560, 8));
static_assert(near(math::normal_quantile(0.25), -0.674489750196081743202, 8));
static_assert(near(math::normal_quantile(0.75), 0.674489750196081743202, 8));
static_assert(near(math::normal_quantile(0.001), -3.09023230616781353536, 8));
static_assert(near(math::normal_quantile(1e-10), -6.36134090240405619910, 8));
static_assert(near(math::normal_quantile(1e-20), -9.26234008979840757957, 8));

}  // namespace
