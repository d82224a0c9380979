// SPDX-License-Identifier: BSL-1.0

// The transform kernels against the references wherever they are exact, not only where the plan
// finds them cheaper: up to the last point of 16 x 16 with windows of every kind, and tiles of 4 x
// 4 that hang over the image.
#include "catch.hpp"
#include "shapes.hpp"
#include "stage_check.hpp"

namespace {

using namespace typenet;
using namespace typenet::tests;

template <class Conv, bool Relu, int Pool>
struct spectral {
    static constexpr bool has_relu = Relu;
    template <class Scalar, int Batch, shape In>
    using stage = kernel::spectral_conv_stage<Scalar, Batch, Conv::geometry(In),
                                              kernel::epilogue{.relu = Relu, .pool = Pool}>;
};

template <class Conv, bool Relu>
struct by_tiles {
    static constexpr bool has_relu = Relu;
    template <class Scalar, int Batch, shape In>
    using stage = kernel::winograd_conv_stage<Scalar, Batch, Conv::geometry(In),
                                              kernel::epilogue{.relu = Relu}>;
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

/// Numbers of an image of `of`; of three images the second has 0 from a row on, the third from a
/// column on.
std::vector<double> half_blank(shape of, std::uint64_t seed, int image) {
    auto values = uniform(of.size(), seed, static_cast<std::uint32_t>(image));
    for (extent i = 0; i < of.size(); ++i) {
        const extent x = i / of.channels % of.width;
        const extent y = i / of.channels / of.width;
        if (image % 3 == 1 ? 2 * y >= of.height : image % 3 == 2 && 2 * x >= of.width)
            values[static_cast<std::size_t>(i)] = 0;
    }
    return values;
}

/// How many of a tensor's numbers are what the reference has without any sum, `plain(i)`. There the
/// kernel must have the same bits, elsewhere about the same number.
template <class Scalar>
int check_plain_numbers(const Scalar* found, const std::vector<double>& right, auto&& plain) {
    int count = 0;
    for (std::size_t i = 0; i < right.size(); ++i) {
        CAPTURE(i);
        if (right[i] == plain(i)) {
            ++count;
            REQUIRE(found[i] == static_cast<Scalar>(right[i]));
        } else {
            REQUIRE(std::abs(static_cast<double>(found[i]) - right[i]) < 1e-4);
        }
    }
    return count;
}

/// Windows that see only zeros: the bias to the last bit forward, and 0 backward. Pairs of images,
/// whose noise goes from one to the other, and one image that rides alone.
template <class Scalar, int Batch, class Fusion, class Net>
void check_blank_windows() {
    using stage = typename Fusion::template stage<Scalar, Batch, Net::input_shape>;
    constexpr extent biases = Net::tensors[1].offset;
    const auto parameters = uniform(Net::buffer_size, 1, 100);
    chain<Net> layers(parameters.data());
    std::vector<double> in, out, out_gradient, in_gradient, ignored(parameters.size());
    const auto append = [](std::vector<double>& to, const std::vector<double>& values) {
        to.insert(to.end(), values.begin(), values.end());
    };
    for (int image = 0; image < Batch; ++image) {
        append(in, half_blank(Net::input_shape, 1, image));
        append(out, layers.forward(half_blank(Net::input_shape, 1, image), {}));
        append(out_gradient, half_blank(stage::out_shape, 2, (image + 1) % Batch));
        append(in_gradient, layers.backward(half_blank(stage::out_shape, 2, (image + 1) % Batch),
                                            {}, ignored.data()));
    }

    const room<Scalar> values(parameters), images(in), gradient(out_gradient);
    const room<Scalar> found(Batch * stage::out_size), found_gradient(Batch * stage::in_size);
    const room<std::byte> saved(stage::saved_bytes), forward_shared(stage::forward_shared),
        backward_shared(stage::backward_shared),
        scratch(std::max(stage::forward_scratch, stage::backward_scratch));
    const recorder<Scalar> record(Net::tensors[0].tensor.size(), Net::tensors[1].tensor.size());
    kernel::serial_executor executor{scratch.data()};
    const std::array<const Scalar*, kernel::most_tensors> tensors{values.data(),
                                                                  values.data() + biases};
    stage::forward(
        kernel::stage_data<Scalar>{
            {images.data()}, tensors, found.data(), saved.data(), forward_shared.data()},
        executor);
    CHECK(check_plain_numbers(found.data(), out, [&](std::size_t i) {
              const double bias = parameters[static_cast<std::size_t>(biases) + i % stage::filters];
              return Fusion::has_relu ? std::max(bias, 0.0) : bias;
          }) > Batch * stage::out_size / 20);
    stage::template backward<assigned>(kernel::stage_data<Scalar>{{images.data()},
                                                                  tensors,
                                                                  found.data(),
                                                                  saved.data(),
                                                                  backward_shared.data(),
                                                                  {},
                                                                  gradient.data(),
                                                                  {found_gradient.data()}},
                                       executor, record);
    CHECK(check_plain_numbers(found_gradient.data(), in_gradient, [](std::size_t) { return 0.0; }) >
          Batch * stage::in_size / 20);
}

}  // namespace

// Few rows, since each takes the compiler ten seconds: every butterfly is unrolled. The parity test
// has one more, in float and double. The first row's last block is smaller, and its last image
// alone.
TEST_CASE("the transform kernel agrees with the references", "[stage]") {
    static_assert(kernel::spectral_products<float, 18, 3, 17>::block_size == 16);
    check<float, 35, spectral<conv<17, 6>, true, 2>,
          of_image<12, 6, 3, conv<17, 6>, relu, max_pool<2>>>();
    check<float, 8, spectral<conv<16, 11, 1, valid>, false, 1>,
          of_image<16, 11, 2, conv<16, 11, 1, valid>>>();
}

TEST_CASE("the transform kernel gives exact zeros where windows see only zeros", "[stage]") {
    check_blank_windows<float, 35, spectral<conv<17, 6>, true, 2>,
                        of_image<12, 6, 3, conv<17, 6>, relu, max_pool<2>>>();
    check_blank_windows<double, 3, spectral<conv<5, 3>, false, 1>,
                        of_image<9, 11, 2, conv<5, 3>>>();
}

TEST_CASE("Winograd's tiles agree with the references", "[stage]") {
    check<float, 1, by_tiles<conv<16, 3>, true>, of_image<8, 8, 16, conv<16, 3>, relu>>();
    check<float, 20, by_tiles<conv<17, 3>, false>, of_image<9, 7, 3, conv<17, 3>>>();
    check<double, 3, by_tiles<conv<6, 3, valid>, true>,
          of_image<5, 13, 20, conv<6, 3, valid>, relu>>();
    check<float, 9, by_tiles<conv<5, 3, pad<2>>, false>, of_image<1, 2, 2, conv<5, 3, pad<2>>>>();
    check<float, 2, by_tiles<conv<33, 3>, true>, of_image<4, 60, 37, conv<33, 3>, relu>>();
}

TEST_CASE("Winograd's tiles give exact zeros where windows see only zeros", "[stage]") {
    check_blank_windows<float, 3, by_tiles<conv<17, 3>, true>,
                        of_image<9, 11, 3, conv<17, 3>, relu>>();
    check_blank_windows<double, 3, by_tiles<conv<5, 3, valid>, false>,
                        of_image<12, 9, 2, conv<5, 3, valid>>>();
}

TEST_CASE("Winograd's tiles know where they are exact", "[stage]") {
    STATIC_REQUIRE(kernel::winograd::fits(conv<1, 3>::geometry(shape::image(9, 60, 1))));
    STATIC_REQUIRE_FALSE(kernel::winograd::fits(conv<1, 3>::geometry(shape::image(9, 61, 1))));
    STATIC_REQUIRE_FALSE(kernel::winograd::fits(conv<1, 3, 2>::geometry(shape::image(9, 9, 1))));
    STATIC_REQUIRE_FALSE(
        kernel::winograd::fits(conv<1, window<3, 5>>::geometry(shape::image(9, 9, 1))));
}

TEST_CASE("a convolution goes the way that costs least", "[stage]") {
    using kernel::conv_way;
    constexpr auto wide = conv<16, 3>::geometry(shape::image(8, 8, 16));
    STATIC_REQUIRE(kernel::way_of(wide, {}, 5) == conv_way::winograd);
    STATIC_REQUIRE(kernel::way_of(wide, {.pool = 2}, 5) == conv_way::direct);
    constexpr auto narrow = conv<16, 3>::geometry(shape::image(32, 32, 3));
    STATIC_REQUIRE(kernel::way_of(narrow, {}, 128) == conv_way::direct);
    constexpr auto large = conv<64, 5>::geometry(shape::image(14, 14, 32));
    STATIC_REQUIRE(kernel::way_of(large, {.pool = 2}, 128) == conv_way::spectral);
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
