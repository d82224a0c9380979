// SPDX-License-Identifier: BSL-1.0

// The ways of a direct convolution that leave out zeros, against the one that computes all products
// (which stage_test compares with the references): the same bits, whatever is 0, a zero's own sign
// aside.
#include "catch.hpp"
#include "stage_check.hpp"
#include "typenet/kernel/conv/conv_stage.hpp"
#include "typenet/layer/conv.hpp"

namespace {

using namespace typenet;
using namespace typenet::tests;

/// Numbers between -0.5 and 0.5, of which a share is 0; the second one is -0.
template <class Scalar>
std::vector<Scalar> numbers(extent count, double zeros, std::uint64_t seed) {
    std::vector<Scalar> all(static_cast<std::size_t>(count));
    std::uint32_t place = 0;
    const auto next = [&] {
        return to_unit_interval(random_bits({seed, purpose::synthetic_data, 0, 0, 0}, place++));
    };
    for (Scalar& value : all)
        value = next() < zeros ? Scalar{0} : static_cast<Scalar>(next() - 0.5);
    if (zeros > 0 && count > 1) all[1] = -Scalar{0};
    return all;
}

/// All outputs of a listed image, row by row.
template <class Scalar, kernel::conv_row_geometry G, int Height, class Lists>
std::vector<Scalar> sum_lists(const std::vector<Scalar>& image, const std::vector<Scalar>& weights,
                              const std::vector<Scalar>& start) {
    kernel::layout rooms;
    const Lists lists(rooms);
    const room<std::byte> lists_room(rooms.bytes());
    lists.make(lists_room.data(), image.data());
    constexpr extent row = extent{G.outputs} * G.filters;
    const room<Scalar> line(row + 2 * Lists::margin);
    std::vector<Scalar> all;
    for (int y = 0; y * G.stride_y + G.window_height <= Height; ++y) {
        Scalar* const to = line.data() + Lists::margin;
        lists.convolve_row(lists_room.data(), y, weights.data(), start.data(), to);
        all.insert(all.end(), to, to + row);
    }
    return all;
}

/// Outputs that are added to what is there: the sum of both, rounded once more.
template <class Scalar, kernel::conv_row_geometry G, int Height>
void check_adding(const std::vector<Scalar>& image, const std::vector<Scalar>& weights,
                  const std::vector<Scalar>& start, const std::vector<Scalar>& right) {
    const auto before = numbers<Scalar>(static_cast<extent>(right.size()), 0, 9);
    auto sums = right;
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += before[i];
    kernel::layout rooms;
    const kernel::sparse_conv_rows<Scalar, G, Height> lists(rooms);
    const room<std::byte> lists_room(rooms.bytes());
    lists.make(lists_room.data(), image.data());
    auto dense = before;
    auto sparse = before;
    for (int y = 0; y * G.stride_y + G.window_height <= Height; ++y) {
        const extent at = extent{y} * G.outputs * G.filters;
        kernel::convolve_row<Scalar, G, true>(
            image.data() + extent{y} * G.stride_y * G.padded_width * G.channels, weights.data(),
            start.data(), dense.data() + at);
        lists.template convolve_row<true>(lists_room.data(), y, weights.data(), start.data(),
                                          sparse.data() + at);
    }
    CHECK(dense == sums);
    CHECK(sparse == sums);
}

template <class Scalar, kernel::conv_row_geometry G, int Height>
void check_rows(double zeros) {
    const auto image = numbers<Scalar>(extent{Height} * G.padded_width * G.channels, zeros, 1);
    const auto weights =
        numbers<Scalar>(extent{G.window_height} * G.window_width * G.channels * G.filters, 0, 2);
    const auto start = numbers<Scalar>(G.filters, 0, 3);
    constexpr extent row = extent{G.outputs} * G.filters;
    std::vector<Scalar> right;
    for (int y = 0; y * G.stride_y + G.window_height <= Height; ++y) {
        std::vector<Scalar> line(row);
        kernel::convolve_row<Scalar, G>(
            image.data() + extent{y} * G.stride_y * G.padded_width * G.channels, weights.data(),
            start.data(), line.data());
        right.insert(right.end(), line.begin(), line.end());
    }
    INFO(G.channels << " channels to " << G.filters << ", window " << G.window_height << "x"
                    << G.window_width << ", stride " << G.stride_y << "x" << G.stride_x
                    << ", zeros " << zeros);
    CHECK(sum_lists<Scalar, G, Height, kernel::sparse_conv_rows<Scalar, G, Height>>(
              image, weights, start) == right);
    if constexpr (kernel::sparse_pixel_rows<Scalar, G, Height>::fits) {
        CHECK(sum_lists<Scalar, G, Height, kernel::sparse_pixel_rows<Scalar, G, Height>>(
                  image, weights, start) == right);
    }
    check_adding<Scalar, G, Height>(image, weights, start, right);
}

/// One way's gradient of the weights over three images.
template <class Scalar, window_geometry Conv, class Way, class Gradient>
std::vector<Scalar> gradient_by(const std::vector<Scalar>& images,
                                const std::vector<Scalar>& gradients) {
    using padded = kernel::padded_image<Scalar, Conv>;
    kernel::layout rooms;
    const Way way(rooms);
    const room<std::byte> way_room(rooms.bytes());
    const room<Scalar> padded_room(padded::room);
    std::vector<Scalar> gradient(Gradient::size);
    std::vector<Scalar> sums(static_cast<std::size_t>(extent{Conv.window_height} *
                                                      Conv.window_width * Conv.in.channels) *
                                 Conv.out.channels,
                             Scalar{7});
    way.begin(way_room.data(), sums.data());
    for (int image = 0; image < 3; ++image) {
        const Scalar* const in = images.data() + image * Conv.in.size();
        const Scalar* from = gradients.data() + image * Conv.out.size();
        for (int y = 0; y < Conv.out.height; ++y)
            for (int x = 0; x < Conv.out.width; ++x)
                for (int f = 0; f < Conv.out.channels; ++f)
                    gradient[static_cast<std::size_t>(Gradient::start + y * Gradient::row +
                                                      x * Conv.out.channels + f)] = *from++;
        way.add(way_room.data(), in, padded::of(in, padded_room.data()), gradient.data(),
                sums.data());
    }
    way.end(way_room.data(), sums.data());
    return sums;
}

template <class Scalar, window_geometry Conv>
void check_weights_gradient(double zeros) {
    using gradient_image = kernel::gradient_image<Scalar, Conv, kernel::epilogue{}>;
    const auto images = numbers<Scalar>(3 * Conv.in.size(), zeros, 4);
    const auto gradients = numbers<Scalar>(3 * Conv.out.size(), zeros, 5);
    const auto by = [&]<class Way>() {
        return gradient_by<Scalar, Conv, Way, gradient_image>(images, gradients);
    };
    const auto right =
        by.template operator()<kernel::dense_weights_gradient<Scalar, Conv, gradient_image>>();
    INFO(to_text(Conv.in).view() << " to " << to_text(Conv.out).view() << ", window "
                                 << Conv.window_height << "x" << Conv.window_width << ", stride "
                                 << Conv.stride_y << "x" << Conv.stride_x << ", zeros " << zeros);
    CHECK(by.template
          operator()<kernel::weights_gradient_by_outputs<Scalar, Conv, gradient_image>>() == right);
    if constexpr (Conv.in.channels == 1 && Conv.stride_y * Conv.stride_x == 1) {
        CHECK(by.template
              operator()<kernel::weights_gradient_by_pixels<Scalar, Conv, gradient_image>>() ==
              right);
    }
}

}  // namespace

TEST_CASE("leaving out numbers that are 0 changes no bit of a convolution", "[stage]") {
    using kernel::conv_row_geometry;
    for (const double zeros : {0.0, 0.4, 0.8, 1.0}) {
        check_rows<float, conv_row_geometry{1, 32, 5, 5, 1, 1, 28, 32}, 7>(zeros);
        check_rows<float, conv_row_geometry{1, 37, 3, 3, 1, 1, 8, 10}, 5>(zeros);
        check_rows<double, conv_row_geometry{1, 3, 1, 1, 1, 1, 6, 6}, 4>(zeros);
        check_rows<float, conv_row_geometry{1, 5, 4, 4, 1, 1, 20, 23}, 9>(zeros);
        check_rows<float, conv_row_geometry{19, 64, 5, 5, 1, 1, 14, 18}, 6>(zeros);
        check_rows<double, conv_row_geometry{33, 7, 3, 3, 1, 1, 17, 19}, 4>(zeros);
        check_rows<float, conv_row_geometry{3, 18, 3, 3, 2, 2, 9, 19}, 8>(zeros);
        check_rows<float, conv_row_geometry{4, 6, 2, 2, 3, 3, 5, 14}, 9>(zeros);
        check_rows<double, conv_row_geometry{2, 9, 11, 11, 4, 4, 3, 19}, 19>(zeros);
        check_rows<float, conv_row_geometry{1, 20, 10, 4, 1, 1, 9, 12}, 13>(zeros);
        check_rows<float, conv_row_geometry{3, 6, 2, 5, 3, 2, 4, 11}, 9>(zeros);
    }
}

TEST_CASE("leaving out numbers that are 0 changes no bit of the weights' gradient", "[stage]") {
    for (const double zeros : {0.0, 0.4, 0.8, 1.0}) {
        check_weights_gradient<float, conv<32, 5>::geometry(shape::image(12, 14, 1))>(zeros);
        check_weights_gradient<double, conv<5, 11>::geometry(shape::image(9, 11, 1))>(zeros);
        check_weights_gradient<float, conv<37, 3, 2>::geometry(shape::image(9, 8, 1))>(zeros);
        check_weights_gradient<float, conv<9, 4, 1, valid>::geometry(shape::image(8, 7, 1))>(zeros);
        check_weights_gradient<float, conv<9, window<10, 4>, stride<2>>::geometry(
                                          shape::image(15, 8, 1))>(zeros);
        check_weights_gradient<float, conv<18, window<2, 5>, stride<1, 3>, pad<1, 2>>::geometry(
                                          shape::image(6, 11, 3))>(zeros);
        check_weights_gradient<float, conv<24, 5>::geometry(shape::image(14, 14, 32))>(zeros);
        check_weights_gradient<double, conv<7, 3, 3>::geometry(shape::image(10, 11, 3))>(zeros);
        check_weights_gradient<float, conv<17, 7>::geometry(shape::image(6, 5, 19))>(zeros);
    }
}
