// SPDX-License-Identifier: BSL-1.0

// Every kernel against the references of the layers that it fuses, as the plan picks it. The lists
// of shapes are compiled one by one, and so are the scalars: see CMakeLists.txt.
#include <type_traits>
#include <utility>

#include "catch.hpp"
#include "shapes.hpp"
#include "stage_check.hpp"

namespace {

using namespace typenet;
using namespace typenet::tests;

void check(const text& first_layer, const shape& in, int batch, int threads,
           const stage_errors& errors) {
    INFO("first layer " << first_layer.view() << " on " << to_text(in).view() << ", batch " << batch
                        << ", threads " << threads);
    CHECK(errors.out <= 1);
    CHECK(errors.in_gradient <= 1);
    CHECK(errors.weights <= 1);
    CHECK(errors.biases <= 1);
    CHECK(errors.each_parameter_once);
}

template <class Scalar, class Networks, int Batch>
void check_batch() {
    for_each_network<Networks>([]<class Net>() {
        using plan = plan::plan<Net, Scalar, Batch>;
        static_assert(plan::stages == 1);
        for (const int threads : {0, 3}) {
            check(Net::nodes[0].spelling, Net::input_shape, Batch, threads,
                  check_stage<Net, typename plan::template stage<0>>(0.6, threads));
        }
    });
}

}  // namespace

#define TYPENET_WORDS(word) TYPENET_QUOTED(word)
#define TYPENET_QUOTED(word) #word

TEST_CASE("kernels of " TYPENET_WORDS(
              TYPENET_SHAPES) " agree with the references in " TYPENET_WORDS(TYPENET_SCALAR),
          "[stage]") {
    if constexpr (std::is_same_v<TYPENET_SCALAR, float>) {
        check_batch<float, TYPENET_SHAPES, 1>();
        check_batch<float, TYPENET_SHAPES, 20>();
    } else {
        check_batch<double, TYPENET_SHAPES, 3>();
        check_batch<double, TYPENET_SHAPES, 8>();
    }
}
