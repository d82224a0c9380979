// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/math.hpp"
#include "typenet/layer/elementwise.hpp"

/// @file
/// The functions between layers beside ReLU. Those with an exponential are computed in double,
/// whatever the scalar, and do not depend on the machine's C library.
namespace typenet {

/// x where x is above 0, Slope · x elsewhere: `leaky_relu<0.01>` is PyTorch's. The gradient at 0 is
/// Slope.
///
/// **Shapes**: any, unchanged.
/// **Source**: Maas, Hannun, Ng, "Rectifier nonlinearities improve neural network acoustic models",
/// 2013.
template <double Slope>
struct leaky_relu : elementwise<leaky_relu<Slope>> {
    static constexpr text kind = "leaky_relu";
    static constexpr double slope = Slope;     ///< below 0
    static constexpr double constant = Slope;  ///< for its node
    static constexpr text spelling() { return spelled(kind, Slope); }

    template <class Scalar>
    static constexpr Scalar value(Scalar x) {
        return x > 0 ? x : static_cast<Scalar>(Slope) * x;
    }
    template <class Scalar>
    static constexpr Scalar gradient(Scalar x, Scalar of_value) {
        return x > 0 ? of_value : static_cast<Scalar>(Slope) * of_value;
    }
};

/// What the functions with an exponential have in common: `Layer` gives `function(x)` and
/// `slope(x)`, its derivative.
template <class Layer>  // NOLINTNEXTLINE(bugprone-crtp-constructor-accessibility): never an object
struct smooth : elementwise<Layer> {
    template <class Scalar>
    static constexpr Scalar value(Scalar x) {
        return static_cast<Scalar>(Layer::function(static_cast<double>(x)));
    }
    template <class Scalar>
    static constexpr Scalar gradient(Scalar x, Scalar of_value) {
        return static_cast<Scalar>(Layer::slope(static_cast<double>(x)) *
                                   static_cast<double>(of_value));
    }
};

/// The hyperbolic tangent of each value. Behind `using namespace typenet` it is written
/// `typenet::tanh`, since the C library has a function of that name.
///
/// **Shapes**: any, unchanged.
struct tanh : smooth<tanh> {
    static constexpr text kind = "tanh";
    static constexpr text spelling() { return kind; }
    static constexpr double function(double x) { return math::tanh(x); }
    static constexpr double slope(double x) { return (1 - function(x)) * (1 + function(x)); }
};

/// The logistic function 1 / (1 + e^-x) of each value.
///
/// **Shapes**: any, unchanged.
struct sigmoid : smooth<sigmoid> {
    static constexpr text kind = "sigmoid";
    static constexpr text spelling() { return kind; }
    static constexpr double function(double x) { return math::sigmoid(x); }
    static constexpr double slope(double x) { return function(x) * (1 - function(x)); }
};

/// x·Φ(x) of each value, where Φ(x) = (1 + erf(x / √2)) / 2 is the normal distribution's: the exact
/// form, PyTorch's and Keras' default, not the one with a hyperbolic tangent.
///
/// **Shapes**: any, unchanged.
/// **Source**: Hendrycks and Gimpel, "Gaussian error linear units", 2016.
struct gelu : smooth<gelu> {
    static constexpr text kind = "gelu";
    static constexpr text spelling() { return kind; }
    static constexpr double function(double x) { return x * below(x); }
    static constexpr double slope(double x) {
        constexpr double one_by_root_2pi = 0.398942280401432677940;
        return below(x) + x * (one_by_root_2pi * math::exp(-0.5 * x * x));
    }

private:
    /// Φ.
    static constexpr double below(double x) {
        constexpr double one_by_root_2 = 0.707106781186547524401;
        return 0.5 * (1 + math::erf(x * one_by_root_2));
    }
};

}  // namespace typenet
