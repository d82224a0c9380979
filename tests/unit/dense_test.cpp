// SPDX-License-Identifier: BSL-1.0

// The dense kernels that leave out dead outputs, against the references: also where the plan takes
// another, and around their blocks of some 100 inputs, and groups of 64 units and of 64 images.
#include <array>
#include <tuple>
#include <vector>

#include "catch.hpp"
#include "shapes.hpp"
#include "stage_check.hpp"
#include "typenet/kernel/dense/single_dense_stage.hpp"
#include "typenet/kernel/dense/sparse_dense_stage.hpp"
#include "typenet/kernel/transpose.hpp"

namespace {

using namespace typenet;
using namespace typenet::tests;

template <class Scalar, int Batch, int Inputs, int Units, bool Dropout>
void check() {
    using stage = kernel::sparse_dense_stage<Scalar, Batch, Inputs, Units,
                                             kernel::epilogue{.relu = true, .dropout = Dropout}>;
    using net = std::conditional_t<Dropout, of_values<Inputs, dense<Units>, relu, dropout>,
                                   of_values<Inputs, dense<Units>, relu>>;
    for (const int threads : {0, 2}) {
        const stage_errors errors = check_stage<net, stage>(0.5, threads);
        INFO(Inputs << " values to " << Units << ", batch " << Batch << ", threads " << threads);
        CHECK(errors.out <= 1);
        CHECK(errors.in_gradient <= 1);
        CHECK(errors.weights <= 1);
        CHECK(errors.biases <= 1);
        CHECK(errors.each_parameter_once);
    }
}

template <class Scalar, int Inputs, int Units, bool Relu, bool Dropout>
void check_single() {
    using stage = kernel::single_dense_stage<Scalar, Inputs, Units,
                                             kernel::epilogue{.relu = Relu, .dropout = Dropout}>;
    using net = std::conditional_t<Dropout, of_values<Inputs, dense<Units>, relu, dropout>,
                                   std::conditional_t<Relu, of_values<Inputs, dense<Units>, relu>,
                                                      of_values<Inputs, dense<Units>>>>;
    for (const int threads : {0, 2}) {
        const stage_errors errors = check_stage<net, stage>(0.5, threads);
        INFO(Inputs << " values to " << Units << ", one image, threads " << threads);
        CHECK(errors.out <= 1);
        CHECK(errors.in_gradient <= 1);
        CHECK(errors.weights <= 1);
        CHECK(errors.biases <= 1);
        CHECK(errors.each_parameter_once);
    }
}

/// The outputs of the dense way and of the one along lists, for inputs of which a share is 0.
template <class Scalar, int Batch, int Inputs, int Units>
void check_forward(double zeros) {
    constexpr kernel::epilogue both{.relu = true, .dropout = true};
    using sparse = kernel::sparse_dense_forward<Scalar, Batch, Inputs, Units, both>;
    using dense = kernel::dense_forward<Scalar, Batch, Inputs, Units, both>;
    std::vector<Scalar> in(Batch * Inputs);
    std::vector<Scalar> weights(Inputs * Units);
    std::vector<Scalar> biases(Units);
    std::uint32_t place = 0;
    const auto number = [&] {
        return to_unit_interval(random_bits({1, purpose::synthetic_data, 0, 0, 0}, place++));
    };
    for (Scalar& value : in) value = number() < zeros ? Scalar{0} : static_cast<Scalar>(number());
    for (Scalar& value : weights) value = static_cast<Scalar>(number() - 0.5);
    for (Scalar& value : biases) value = static_cast<Scalar>(number() - 0.5);
    in[1] = -Scalar{0};
    const auto outputs_of = [&]<class Stage>() {
        const room<std::byte> shared(Stage::forward_shared);
        const room<std::byte> scratch(Stage::forward_scratch);
        std::vector<Scalar> out(Batch * Units);
        const kernel::serial_executor here{scratch.data()};
        layer_pass pass{};
        pass.keep_probability = 0.5;
        Stage::forward(kernel::stage_data<Scalar>{{in.data()},
                                                  {weights.data(), biases.data()},
                                                  out.data(),
                                                  nullptr,
                                                  shared.data(),
                                                  pass},
                       here);
        return out;
    };
    INFO(Inputs << " values to " << Units << ", batch " << Batch << ", zeros " << zeros);
    CHECK(outputs_of.template operator()<sparse>() == outputs_of.template operator()<dense>());
}

/// The gradients of the kernel that leaves out dead outputs, and of the one that computes all, for
/// inputs of which a share is 0: few zeros make it sum along units, many along inputs.
template <class Scalar, int Batch, int Inputs, int Units>
void check_backward(double zeros) {
    constexpr kernel::epilogue both{.relu = true, .dropout = true};
    using sparse = kernel::sparse_dense_stage<Scalar, Batch, Inputs, Units, both>;
    using dense = kernel::dense_stage<Scalar, Batch, Inputs, Units, both>;
    const random_position at{2, purpose::synthetic_data, 0, 0, 0};
    std::uint32_t place = 0;
    const auto number = [&] { return to_unit_interval(random_bits(at, place++)); };
    std::vector<Scalar> in(Batch * Inputs);
    std::vector<Scalar> weights(Inputs * Units);
    std::vector<Scalar> out(Batch * Units);
    std::vector<Scalar> out_gradient(Batch * Units);
    for (Scalar& value : in) value = number() < zeros ? Scalar{0} : static_cast<Scalar>(number());
    for (Scalar& value : weights) value = static_cast<Scalar>(number() - 0.5);
    for (Scalar& value : out) value = number() < 0.5 ? Scalar{0} : static_cast<Scalar>(number());
    for (Scalar& value : out_gradient) value = static_cast<Scalar>(number() - 0.5);
    const auto gradients_of = [&]<class Stage>() {
        const room<std::byte> shared(Stage::backward_shared);
        const room<std::byte> scratch(Stage::backward_scratch);
        const recorder<Scalar> sink(Inputs * Units, Units);
        std::vector<Scalar> in_gradient(Batch * Inputs);
        auto gradient = out_gradient;
        kernel::stage_data<Scalar> data{
            {in.data()}, {weights.data()}, out.data(), nullptr, shared.data()};
        data.pass.keep_probability = 0.5;
        data.out_gradient = gradient.data();
        data.in_gradients[0] = in_gradient.data();
        const kernel::serial_executor here{scratch.data()};
        Stage::template backward<kernel::gradient_modes{kernel::gradient_mode::assign}>(data, here,
                                                                                        sink);
        CHECK(sink.each_once());
        const auto copy = [&](int tensor, extent count) {
            const Scalar* const from = sink.gradient[static_cast<std::size_t>(tensor)].data();
            return std::vector<Scalar>(from, from + count);
        };
        return std::tuple(in_gradient, copy(0, Inputs * Units), copy(1, Units));
    };
    INFO(Inputs << " values to " << Units << ", batch " << Batch << ", zeros " << zeros);
    CHECK(gradients_of.template operator()<sparse>() == gradients_of.template operator()<dense>());
}

template <class Scalar, int Rows, int Columns>
bool transposes() {
    constexpr int from_row = Columns + 3;
    constexpr int to_row = Rows + 5;
    std::array<Scalar, Rows * from_row> from{};
    std::array<Scalar, Columns * to_row> to{};
    for (std::size_t i = 0; i < from.size(); ++i) from[i] = static_cast<Scalar>(i + 1);
    kernel::transpose<Scalar, Rows, Columns>(from.data(), from_row, to.data(), to_row);
    for (int c = 0; c < Columns; ++c)
        for (int r = 0; r < to_row; ++r) {
            const auto found = to[static_cast<std::size_t>(c * to_row + r)];
            const auto right =
                r < Rows ? from[static_cast<std::size_t>(r * from_row + c)] : Scalar{0};
            if (found != right) return false;
        }
    return true;
}

}  // namespace

TEST_CASE("the sparse dense kernel agrees with the references", "[stage]") {
    check<float, 1, 3, 5, false>();
    check<float, 2, 65, 17, true>();
    check<double, 19, 150, 140, true>();
    check<float, 70, 200, 300, false>();
}

TEST_CASE("leaving out inputs that are 0 changes no bit of a dense layer", "[stage]") {
    for (const double zeros : {0.0, 0.3, 0.5, 0.9, 1.0}) {
        check_forward<float, 19, 150, 140>(zeros);
        check_forward<float, 16, 64, 300>(zeros);
        check_forward<double, 17, 31, 65>(zeros);
    }
}

TEST_CASE("leaving out outputs and inputs that are 0 changes no bit of the gradients", "[stage]") {
    for (const double zeros : {0.0, 0.5, 0.9, 1.0}) {
        check_backward<float, 19, 150, 140>(zeros);
        check_backward<float, 70, 64, 300>(zeros);
        check_backward<float, 128, 40, 64>(zeros);
        check_backward<double, 17, 31, 65>(zeros);
    }
}

TEST_CASE("the dense kernel of one image agrees with the references", "[stage]") {
    check_single<float, 3, 5, false, false>();
    check_single<double, 70, 19, true, false>();
    check_single<float, 150, 130, true, true>();
    check_single<float, 40, 600, true, true>();
    check_single<float, 310, 215, true, false>();
}

TEST_CASE("a transposed matrix has every number in its place", "[stage]") {
    CHECK(transposes<float, 16, 16>());
    CHECK(transposes<float, 33, 50>());
    CHECK(transposes<float, 5, 70>());
    CHECK(transposes<double, 8, 8>());
    CHECK(transposes<double, 19, 41>());
    CHECK(transposes<double, 64, 3>());
}
