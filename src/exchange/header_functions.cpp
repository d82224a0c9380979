// SPDX-License-Identifier: BSL-1.0
#include "exchange/header_functions.hpp"

#include <array>

namespace typenet::exchange {

namespace {

struct function {
    std::string_view name;
    std::array<std::string_view, 2> calls;  // none, one or two
    std::string_view source;
};

/// Each behind those that it calls. Exponentials are those of base/math.hpp, digit for digit.
constexpr function functions[] = {
    {"value", {}, R"header(
/// Number `i` of a tensor.
inline float value(const char* tensor, long i) {
    float number;
    __builtin_memcpy(&number, __builtin_assume_aligned(tensor + 4 * i, 4), 4);
    return number;
}
)header"},
    {"scaling", {"value"}, R"header(
template <int Count, int Channels>
void scaling(const float* in, const char* means, const char* deviations, float* out) {
    for (int i = 0; i < Count; ++i)
        out[i] = (in[i] - value(means, i % Channels)) / value(deviations, i % Channels);
}
)header"},
    {"windows", {}, R"header(
/// Where a layer's windows lie.
struct windows {
    int height, width, channels;
    int out_height, out_width, out_channels;
    int window_height, window_width;
    int stride_y, stride_x;
    int top, left;
};

/// visit(place of a pixel in the image, place in the window) for all that meet the image.
template <windows W, class Visit>
inline void for_each_tap(int oy, int ox, Visit visit) {
    for (int ky = 0; ky < W.window_height; ++ky)
        for (int kx = 0; kx < W.window_width; ++kx) {
            const int y = oy * W.stride_y + ky - W.top;
            const int x = ox * W.stride_x + kx - W.left;
            if (y >= 0 && y < W.height && x >= 0 && x < W.width)
                visit(y * W.width + x, ky * W.window_width + kx);
        }
}
)header"},
    {"convolution", {"value", "windows"}, R"header(
/// Images are [y][x][channel], weights [y][x][in][out].
template <windows W>
void convolution(const float* in, const char* weights, const char* biases, float* out) {
    constexpr int filters = W.out_channels;
    for (int oy = 0; oy < W.out_height; ++oy)
        for (int ox = 0; ox < W.out_width; ++ox, out += filters) {
            for (int f = 0; f < filters; ++f) out[f] = biases ? value(biases, f) : 0;
            for_each_tap<W>(oy, ox, [=](int pixel, int tap) {
                for (int c = 0; c < W.channels; ++c) {
                    const float factor = in[pixel * W.channels + c];
                    const long row = (long{tap} * W.channels + c) * filters;
                    for (int f = 0; f < filters; ++f) out[f] += factor * value(weights, row + f);
                }
            });
        }
}
)header"},
    {"depthwise_convolution", {"value", "windows"}, R"header(
/// Each channel by itself: weights are [y][x][channel].
template <windows W>
void depthwise_convolution(const float* in, const char* weights, const char* biases, float* out) {
    constexpr int channels = W.channels;
    for (int oy = 0; oy < W.out_height; ++oy)
        for (int ox = 0; ox < W.out_width; ++ox, out += channels) {
            for (int c = 0; c < channels; ++c) out[c] = biases ? value(biases, c) : 0;
            for_each_tap<W>(oy, ox, [=](int pixel, int tap) {
                for (int c = 0; c < channels; ++c)
                    out[c] += in[pixel * channels + c] * value(weights, long{tap} * channels + c);
            });
        }
}
)header"},
    {"max_pool", {"windows"}, R"header(
template <windows W>
void max_pool(const float* in, float* out) {
    for (int oy = 0; oy < W.out_height; ++oy)
        for (int ox = 0; ox < W.out_width; ++ox, out += W.channels)
            for_each_tap<W>(oy, ox, [=](int pixel, int tap) {
                const float* const at = in + pixel * W.channels;
                for (int c = 0; c < W.channels; ++c)
                    if (tap == 0 || at[c] > out[c]) out[c] = at[c];
            });
}
)header"},
    {"average_pool", {"windows"}, R"header(
template <windows W>
void average_pool(const float* in, float* out) {
    for (int oy = 0; oy < W.out_height; ++oy)
        for (int ox = 0; ox < W.out_width; ++ox, out += W.channels) {
            for (int c = 0; c < W.channels; ++c) out[c] = 0;
            for_each_tap<W>(oy, ox, [=](int pixel, int) {
                for (int c = 0; c < W.channels; ++c) out[c] += in[pixel * W.channels + c];
            });
            for (int c = 0; c < W.channels; ++c) out[c] /= static_cast<float>(W.window_height * W.window_width);
        }
}
)header"},
    {"global_average_pool", {}, R"header(
template <int Pixels, int Channels>
void global_average_pool(const float* in, float* out) {
    for (int c = 0; c < Channels; ++c) out[c] = 0;
    for (int i = 0; i < Pixels * Channels; ++i) out[i % Channels] += in[i];
    for (int c = 0; c < Channels; ++c) out[c] /= static_cast<float>(Pixels);
}
)header"},
    {"dense", {"value"}, R"header(
/// Weights are [in][out].
template <int Inputs, int Units>
void dense(const float* in, const char* weights, const char* biases, float* out) {
    for (int u = 0; u < Units; ++u) out[u] = biases ? value(biases, u) : 0;
    for (int i = 0; i < Inputs; ++i) {
        if (in[i] >= 0 && in[i] <= 0) continue;  // 0; compilers warn of ==
        for (int u = 0; u < Units; ++u) out[u] += in[i] * value(weights, long{i} * Units + u);
    }
}
)header"},
    {"batch_norm", {"value"}, R"header(
/// `out` may be `in`, here and in the next ones.
template <int Count, int Channels>
void batch_norm(const float* in, const char* scales, const char* shifts, float* out) {
    for (int i = 0; i < Count; ++i)
        out[i] = in[i] * value(scales, i % Channels) + value(shifts, i % Channels);
}
)header"},
    {"addition", {}, R"header(
template <int Count>
void addition(const float* a, const float* b, float* out) {
    for (int i = 0; i < Count; ++i) out[i] = a[i] + b[i];
}
)header"},
    {"concat", {}, R"header(
/// One part of it: the channels of each pixel, to their place among all.
template <int Pixels, int Channels, int AllChannels>
void concat(const float* in, float* out) {
    for (int i = 0; i < Pixels; ++i)
        for (int c = 0; c < Channels; ++c) out[i * AllChannels + c] = in[i * Channels + c];
}
)header"},
    {"relu", {}, R"header(
template <int Count>
void relu(const float* in, float* out) {
    for (int i = 0; i < Count; ++i) out[i] = in[i] > 0 ? in[i] : 0.0F;
}
)header"},
    {"leaky_relu", {}, R"header(
template <int Count>
void leaky_relu(const float* in, float slope, float* out) {
    for (int i = 0; i < Count; ++i) out[i] = in[i] > 0 ? in[i] : slope * in[i];
}
)header"},
    {"exponential", {}, R"header(
/// e^x: x = k ln 2 + r, e^r by its series.
inline double exponential(double x) {
    if (!(x <= 709.4)) return x > 709.4 ? __builtin_inf() : x;
    if (x < -708.0) return 0;
    const double scaled = x * 1.44269504088896338700;
    const int k = static_cast<int>(scaled + (scaled < 0 ? -0.5 : 0.5));
    const double r = (x - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10;
    double sum = 1;
    for (int i = 13; i > 0; --i) sum = 1 + sum * r / i;
    const unsigned long long bits = static_cast<unsigned long long>(1023 + k) << 52;
    double power;
    __builtin_memcpy(&power, &bits, 8);
    return sum * power;
}
)header"},
    {"polynomial", {}, R"header(
/// c[0] x^n + c[1] x^(n-1) + ... + c[n].
template <unsigned Count>
double polynomial(double x, const double (&c)[Count]) {
    double sum = c[0];
    for (unsigned i = 1; i < Count; ++i) sum = sum * x + c[i];
    return sum;
}
)header"},
    {"tanh", {"exponential", "polynomial"}, R"header(
/// x + x^3 P(x^2) / Q(x^2) near 0, after Cephes.
template <int Count>
void tanh(const float* in, float* out) {
    constexpr double p[] = {-9.64399179425052238628e-1, -9.92877231001918586564e1,
                            -1.61468768441708447952e3};
    constexpr double q[] = {1, 1.12811678491632931402e2, 2.23548839060100448583e3,
                            4.84406305325125486048e3};
    for (int i = 0; i < Count; ++i) {
        const double x = static_cast<double>(in[i]);
        const double square = x * x;
        const double size = x < 0 ? -x : x;
        const double large = 1 - 2 / (exponential(2 * size) + 1);
        out[i] = static_cast<float>(
            size < 0.625 ? x + x * square * (polynomial(square, p) / polynomial(square, q))
                         : (x < 0 ? -large : large));
    }
}
)header"},
    {"sigmoid", {"exponential"}, R"header(
template <int Count>
void sigmoid(const float* in, float* out) {
    for (int i = 0; i < Count; ++i) {
        const double x = static_cast<double>(in[i]);
        const double e = exponential(x > 0 ? -x : x);
        out[i] = static_cast<float>((x > 0 ? 1 : e) / (1 + e));
    }
}
)header"},
    {"error_function", {"exponential", "polynomial"}, R"header(
/// After W. J. Cody, "Rational Chebyshev approximations for the error function", 1969.
inline double error_function(double x) {
    constexpr double inner[2][5] = {
        {1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2,
         3.20937758913846947e3},
        {1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3,
         2.84423683343917062e3}};
    constexpr double outer[2][9] = {
        {2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1,
         2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3,
         1.23033935479799725e3},
        {1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2,
         1.62138957456669019e3, 3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3,
         1.23033935480374942e3}};
    const double size = x < 0 ? -x : x;
    if (size < 0.46875) return x * polynomial(x * x, inner[0]) / polynomial(x * x, inner[1]);
    if (!(size < 6)) return x < 0 ? -1 : x > 0 ? 1 : x;
    const double large =
        1 - exponential(-size * size) * polynomial(size, outer[0]) / polynomial(size, outer[1]);
    return x < 0 ? -large : large;
}
)header"},
    {"gelu", {"error_function"}, R"header(
template <int Count>
void gelu(const float* in, float* out) {
    for (int i = 0; i < Count; ++i) {
        const double x = static_cast<double>(in[i]);
        out[i] = static_cast<float>(x * 0.5 * (1 + error_function(x * 0.707106781186547524401)));
    }
}
)header"},
};

void add_callees(std::string_view name, std::set<std::string_view>& all) {
    for (const function& one : functions)
        if (one.name == name && all.insert(name).second)
            for (const std::string_view callee : one.calls) add_callees(callee, all);
}

}  // namespace

std::string functions_source(const std::set<std::string_view>& named) {
    std::set<std::string_view> all;
    for (const std::string_view name : named) add_callees(name, all);
    std::string source;
    for (const function& one : functions)
        if (all.contains(one.name)) source += one.source;
    return source;
}

}  // namespace typenet::exchange
