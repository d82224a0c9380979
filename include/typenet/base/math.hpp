// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <type_traits>

/// The few functions that a constant expression needs and `<cmath>` does not give it, and whose
/// bits must not depend on the machine's C library.
namespace typenet::math {

/// Whether x is 0, of either sign, in words that -Wfloat-equal takes.
template <class Scalar>
constexpr bool is_zero(Scalar x) {
    return std::equal_to<Scalar>{}(x, Scalar{0});
}

/// e^x to within 1 unit in the last place, for any x: 0 below -708 and infinity above 709.4.
///
/// **Source**: x = k·ln 2 + r with |r| <= ln 2 / 2 (Cody and Waite's two-part ln 2), e^r by its
/// Taylor series to r^13 / 13!, whose remainder is below 2^-57.
constexpr double exp(double x) {
    // What is not a number stays so.
    if (!(x <= 709.4)) return x > 709.4 ? std::numeric_limits<double>::infinity() : x;
    if (x < -708.0) return 0;
    constexpr double log2e = 1.44269504088896338700;
    constexpr double ln2_high = 6.93147180369123816490e-01;
    constexpr double ln2_low = 1.90821492927058770002e-10;
    const double scaled = x * log2e;
    const auto k = static_cast<int>(scaled + (scaled < 0 ? -0.5 : 0.5));
    const double r = (x - k * ln2_high) - k * ln2_low;
    double sum = 1;
    for (int i = 13; i > 0; --i) sum = 1 + sum * r / i;
    const auto power = static_cast<std::uint64_t>(1023 + k) << 52;
    return sum * std::bit_cast<double>(power);
}

/// The natural logarithm of a normal x; not a number for what has none.
///
/// **Source**: x = 2^k·m with m in [√½, √2); ln m = 2 artanh((m-1)/(m+1)) by its series to the
/// 23rd power, whose remainder is below 2^-60.
constexpr double log(double x) {
    constexpr double ln2 = 6.93147180559945309417e-01;
    if (!(x > 0)) return std::numeric_limits<double>::quiet_NaN();
    if (x > std::numeric_limits<double>::max()) return x;
    const auto bits = std::bit_cast<std::uint64_t>(x);
    auto k = static_cast<int>(bits >> 52) - 1023;
    double m = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
    if (m > 1.41421356237309504880) {
        m *= 0.5;
        ++k;
    }
    const double s = (m - 1) / (m + 1);
    const double square = s * s;
    double sum = 0;
    for (int i = 23; i > 0; i -= 2) sum = sum * square + 1.0 / i;
    return k * ln2 + 2 * s * sum;
}

/// The square root: the machine's own, correctly rounded, at run time; Newton's method in a
/// constant expression (within one unit in the last place).
constexpr double sqrt(double x) {
    if (!std::is_constant_evaluated()) return std::sqrt(x);
    if (!(x > 0) || x > std::numeric_limits<double>::max()) return x < 0 ? -1 : x;
    // Half the exponent is within a factor of 1.5; six rounds double its correct digits to 53 bits.
    double root = std::bit_cast<double>((std::bit_cast<std::uint64_t>(x) >> 1) + (1023ULL << 51));
    for (int round = 0; round < 6; ++round) root = 0.5 * (root + x / root);
    return root;
}

/// The logistic function 1 / (1 + e^-x), to within 3 units in the last place.
constexpr double sigmoid(double x) {
    const double e = exp(x > 0 ? -x : x);
    return (x > 0 ? 1 : e) / (1 + e);
}

/// b^n by repeated squaring.
constexpr double power(double b, std::uint64_t n) {
    double result = 1;
    for (; n > 0; n >>= 1, b *= b)
        if ((n & 1) != 0) result *= b;
    return result;
}

/// c[0]·xⁿ + c[1]·xⁿ⁻¹ + … + c[n], by Horner's rule.
template <std::size_t Count>
constexpr double polynomial(double x, const double (&c)[Count]) {
    double sum = c[0];
    for (std::size_t i = 1; i < Count; ++i) sum = sum * x + c[i];
    return sum;
}

/// The hyperbolic tangent, to within 2 units in the last place.
///
/// **Source**: S. L. Moshier, Cephes, tanh.c: x + x³·P(x²)/Q(x²) below 0.625, after Cody and Waite,
/// "Software manual for the elementary functions", 1980; 1 - 2 / (e^2|x| + 1) above.
constexpr double tanh(double x) {
    constexpr double p[] = {-9.64399179425052238628e-1, -9.92877231001918586564e1,
                            -1.61468768441708447952e3};
    constexpr double q[] = {1, 1.12811678491632931402e2, 2.23548839060100448583e3,
                            4.84406305325125486048e3};
    const double size = x < 0 ? -x : x;
    if (size < 0.625) {
        const double square = x * x;
        return x + x * square * (polynomial(square, p) / polynomial(square, q));
    }
    const double large = 1 - 2 / (exp(2 * size) + 1);
    return x < 0 ? -large : large;
}

/// The error function 2/√π ∫ e^-t² dt from 0 to x, to within 5 units in the last place.
///
/// **Source**: W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics
/// of Computation 23 (1969): x·P(x²)/Q(x²) near 0, 1 - e^-x²·P(x)/Q(x) beyond. The latter is for x
/// to 4, where e^-x² is 1e-7: what it errs beyond is far below 1's last place.
constexpr double erf(double x) {
    constexpr double near[2][5] = {
        {1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2,
         3.20937758913846947e3},
        {1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3,
         2.84423683343917062e3}};
    constexpr double far[2][9] = {
        {2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1,
         2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3,
         1.23033935479799725e3},
        {1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2,
         1.62138957456669019e3, 3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3,
         1.23033935480374942e3}};
    const double size = x < 0 ? -x : x;
    if (size < 0.46875) return x * polynomial(x * x, near[0]) / polynomial(x * x, near[1]);
    if (!(size < 6)) return x < 0 ? -1 : x > 0 ? 1 : x;
    const double large =
        1 - exp(-size * size) * polynomial(size, far[0]) / polynomial(size, far[1]);
    return x < 0 ? -large : large;
}

/// The z for which a standard normal variable lies below z with probability p in (0, 1).
///
/// **Errors**: relative error about 1e-16.
/// **Source**: M. J. Wichura, "Algorithm AS 241: the percentage points of the normal
/// distribution", Applied Statistics 37 (1988), routine PPND16.
constexpr double normal_quantile(double p) {
    constexpr double middle[2][8] = {
        {2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
         13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608},
        {5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
         5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0}};
    constexpr double outer[2][8] = {
        {7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
         1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055,
         4.6303378461565452959, 1.42343711074968357734},
        {1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
         0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
         2.05319162663775882187, 1.0}};
    constexpr double far[2][8] = {
        {2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
         0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358,
         5.4637849111641143699, 6.6579046435011037772},
        {2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
         7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
         0.59983220655588793769, 1.0}};
    const double q = p - 0.5;
    if (q >= -0.425 && q <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * polynomial(r, middle[0]) / polynomial(r, middle[1]);
    }
    const double r = sqrt(-log(q < 0 ? p : 1 - p));
    const double z = r <= 5 ? polynomial(r - 1.6, outer[0]) / polynomial(r - 1.6, outer[1])
                            : polynomial(r - 5, far[0]) / polynomial(r - 5, far[1]);
    return q < 0 ? -z : z;
}

}  // namespace typenet::math
