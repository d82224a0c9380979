// SPDX-License-Identifier: BSL-1.0

// Whether stage_check.hpp would notice: stages that are wrong by one term of one sum, and the rules
// for ties, which its random numbers never meet.
#include <array>
#include <vector>

#include "catch.hpp"
#include "shapes.hpp"
#include "stage_check.hpp"

namespace {

using namespace typenet;
using namespace typenet::tests;

/// The kernel with the first weight taken for 0: each sum that it is in lacks one term.
template <class Stage>
struct without_a_weight : Stage {
    using scalar = typename Stage::scalar;

    static void forward(const kernel::stage_data<scalar>& data, auto& executor) {
        without_first(data.weights(), [&](const scalar* weights) {
            auto changed = data;
            changed.tensors[kernel::weights_tensor] = weights;
            Stage::forward(changed, executor);
        });
    }
    template <kernel::gradient_modes To>
    static void backward(const kernel::stage_data<scalar>& data, auto& executor, const auto& sink) {
        without_first(data.weights(), [&](const scalar* weights) {
            auto changed = data;
            changed.tensors[kernel::weights_tensor] = weights;
            Stage::template backward<To>(changed, executor, sink);
        });
    }

private:
    static void without_first(const scalar* weights, auto&& use) {
        auto& first = const_cast<scalar&>(weights[0]);
        const scalar kept = first;
        first = 0;
        use(weights);
        first = kept;
    }
};

/// The kernel whose gradients lack one output of one image.
template <class Stage>
struct without_a_gradient : Stage {
    using scalar = typename Stage::scalar;

    template <kernel::gradient_modes To>
    static void backward(const kernel::stage_data<scalar>& data, auto& executor, const auto& sink) {
        data.out_gradient[0] = 0;
        Stage::template backward<To>(data, executor, sink);
    }
};

/// The kernel that hands the first bias on twice.
template <class Stage>
struct with_a_repetition : Stage {
    using scalar = typename Stage::scalar;

    template <kernel::gradient_modes To>
    static void backward(const kernel::stage_data<scalar>& data, auto& executor, const auto& sink) {
        Stage::template backward<To>(data, executor, sink);
        sink.template row<kernel::biases_tensor>(0, simd::row<scalar, 1>::load(data.out));
    }
};

template <class Net>
void check_is_caught() {
    using stage = typename plan::plan<Net, float, 3>::template stage<0>;
    const stage_errors right = check_stage<Net, stage>(1, 0);
    CHECK((right.out <= 1 && right.in_gradient <= 1 && right.weights <= 1 && right.biases <= 1 &&
           right.each_parameter_once));
    const stage_errors weight = check_stage<Net, without_a_weight<stage>>(1, 0);
    CHECK(weight.out > 5);
    CHECK(weight.in_gradient > 5);
    CHECK(weight.weights <= 1);
    const stage_errors gradient = check_stage<Net, without_a_gradient<stage>>(1, 0);
    CHECK(gradient.out <= 1);
    CHECK(gradient.in_gradient > 5);
    CHECK(gradient.weights > 5);
    CHECK(gradient.biases > 5);
    CHECK_FALSE(check_stage<Net, with_a_repetition<stage>>(1, 0).each_parameter_once);
}

}  // namespace

TEST_CASE("a kernel that lacks one term is caught", "[stage]") {
    check_is_caught<of_image<5, 7, 3, conv<10, 3>>>();
    check_is_caught<of_image<14, 14, 16, conv<16, 5>>>();  // by transforms, if they pay
    check_is_caught<of_values<29, dense<65>>>();
}

// All outputs of the convolution are the same number: 1, or 0 with the bias -1, on an image too
// large for transforms, whose rounding would decide.
TEST_CASE("among equals the gradient goes to the first, and through a ReLU at 0 to none",
          "[stage]") {
    constexpr shape image = shape::image(18, 18, 1);
    using net = of_image<18, 18, 1, conv<2, 1>, relu, max_pool<3>>;
    using stage = plan::plan<net, float, 1>::stage<0>;
    const room<float> in(std::vector<double>(18 * 18, 1));
    const room<float> weights(std::vector<double>{1, 1});
    const room<float> biases(std::vector<double>{0, -1});
    const room<float> out(stage::out_size);
    const room<float> out_gradient(std::vector<double>(6 * 6 * 2, 1));
    const room<float> in_gradient(image.size());
    const room<std::byte> saved(stage::saved_bytes);
    const room<std::byte> forward_shared(stage::forward_shared);
    const room<std::byte> backward_shared(stage::backward_shared);
    const room<std::byte> scratch(std::max(stage::forward_scratch, stage::backward_scratch));
    const recorder<float> record(2, 2);
    kernel::serial_executor executor{scratch.data()};
    stage::forward(kernel::stage_data<float>{{in.data()},
                                             {weights.data(), biases.data()},
                                             out.data(),
                                             saved.data(),
                                             forward_shared.data()},
                   executor);
    stage::backward<assigned>(kernel::stage_data<float>{{in.data()},
                                                        {weights.data(), biases.data()},
                                                        out.data(),
                                                        saved.data(),
                                                        backward_shared.data(),
                                                        {},
                                                        out_gradient.data(),
                                                        {in_gradient.data()}},
                              executor, record);
    for (int i = 0; i < 36; ++i) CHECK((out.data()[2 * i] == 1 && out.data()[2 * i + 1] == 0));
    for (int y = 0; y < 18; ++y)
        for (int x = 0; x < 18; ++x)
            CHECK(in_gradient.data()[18 * y + x] == (y % 3 == 0 && x % 3 == 0 ? 1 : 0));
    CHECK((record.gradient[0].data()[0] == 36 && record.gradient[0].data()[1] == 0));
    CHECK((record.gradient[1].data()[0] == 36 && record.gradient[1].data()[1] == 0));
}
