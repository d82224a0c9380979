// SPDX-License-Identifier: BSL-1.0

// The transform kernel against the references wherever it is exact, not only where the plan finds
// it cheaper: up to the last point of its 16 x 16, and with windows of every kind.
#include "catch.hpp"
#include "shapes.hpp"
#include "stage_check.hpp"

namespace {

using namespace typenet;
using namespace typenet::tests;

template <class Conv, bool Relu, int Pool>
struct spectral {
    template <class Scalar, int Batch, shape In>
    using stage = kernel::spectral_conv_stage<Scalar, Batch, Conv::geometry(In),
                                              kernel::epilogue{.relu = Relu, .pool = Pool}>;
};

template <class Scalar, int Batch, class Fusion, class Net>
void check() {
    using stage = typename Fusion::template stage<Scalar, Batch, Net::input_shape>;
    for (const int threads : {0, 2}) {
        const stage_errors errors = check_stage<Net, stage>(1, threads);
        INFO("first layer " << Net::nodes[0].spelling.view() << " on "
                            << to_text(Net::input_shape).view() << ", batch " << Batch
                            << ", threads " << threads);
        CHECK(errors.out <= 1);
        CHECK(errors.in_gradient <= 1);
        CHECK(errors.weights <= 1);
        CHECK(errors.biases <= 1);
        CHECK(errors.each_parameter_once);
    }
}

}  // namespace

// Few rows, since each takes the compiler ten seconds: every butterfly is unrolled. The parity test
// has one more, in float and double.
TEST_CASE("the transform kernel agrees with the references", "[stage]") {
    check<float, 3, spectral<conv<17, 6>, true, 2>,
          of_image<12, 6, 3, conv<17, 6>, relu, max_pool<2>>>();
    check<float, 8, spectral<conv<16, 11, 1, valid>, false, 1>,
          of_image<16, 11, 2, conv<16, 11, 1, valid>>>();
}

TEST_CASE("the transform kernel knows where it is exact", "[stage]") {
    // Same, window 5: two zeros on each side make 14 + 2 the whole 16.
    STATIC_REQUIRE(kernel::spectral_fits(conv<1, 5>::geometry(shape::image(14, 14, 1))));
    STATIC_REQUIRE_FALSE(kernel::spectral_fits(conv<1, 5>::geometry(shape::image(15, 14, 1))));
    STATIC_REQUIRE_FALSE(kernel::spectral_fits(conv<1, 5>::geometry(shape::image(14, 15, 1))));
    STATIC_REQUIRE_FALSE(kernel::spectral_fits(conv<1, 5, 2>::geometry(shape::image(14, 14, 1))));
    STATIC_REQUIRE(kernel::spectral_fits(conv<1, 5, 1, valid>::geometry(shape::image(16, 16, 1))));
    STATIC_REQUIRE_FALSE(
        kernel::spectral_fits(conv<1, 5, 1, valid>::geometry(shape::image(17, 16, 1))));
}
