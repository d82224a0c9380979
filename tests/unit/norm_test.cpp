// SPDX-License-Identifier: BSL-1.0

// The stage of batch_norm against the layer's reference in double: values, gradients, and the
// changes of its statistics.
#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>

#include "catch.hpp"
#include "stage_check.hpp"
#include "typenet/kernel/norm/family.hpp"
#include "typenet/plan/pass.hpp"

namespace {

using namespace typenet;
using namespace typenet::tests;
using kernel::gradient_mode;

/// A layer on a minibatch whose channels have means far from 0 or near, and its reference.
template <shape In, int Batch, bool Relu>
struct example {
    using layer = batch_norm<>;
    static constexpr int channels = In.channels;
    static constexpr extent size = Batch * In.size();
    static constexpr auto pixels = static_cast<double>(size / channels);

    example(double middle, bool trains) {
        pass.images = Batch;
        pass.trains = trains;
        for (extent i = 0; i < size; ++i) in[at(i)] += middle * static_cast<double>(i % channels);
        for (std::size_t i = 0; i < 4; ++i) {
            tensors[i] = uniform(channels, 3, static_cast<std::uint32_t>(i));
            if (i == 0 || i == 3)
                for (double& number : tensors[i]) number = 1.5 + 0.5 * number;
        }
        // What the stage is given: numbers that a float holds.
        for (double& number : in) number = static_cast<double>(static_cast<float>(number));
        const std::array<const double*, 4> all{tensors[0].data(), tensors[1].data(),
                                               tensors[2].data(), tensors[3].data()};
        layer::forward<In>(pass, in.data(), all, out.data());
        for (extent i = 0; i < size; ++i) {
            // No gradient where a rounded output may lie on the other side of ReLU's kink.
            if (Relu && out[at(i)] < 1e-2) arrived[at(i)] = 0;
            if (Relu && std::abs(out[at(i)]) < 1e-2) gradient[at(i)] = 0;
            if (Relu) out[at(i)] = std::max(out[at(i)], 0.0);
        }
        layer::backward<In>(pass, in.data(), all, std::as_const(arrived).data(), in_gradient.data(),
                            std::array<double*, 4>{changes[0].data(), changes[1].data(),
                                                   changes[2].data(), changes[3].data()});
    }
    static std::size_t at(extent i) { return static_cast<std::size_t>(i); }

    layer_pass pass;
    std::vector<double> in = uniform(size, 1, 1);
    std::vector<double> gradient = uniform(size, 1, 2);  ///< that the stage is given
    std::vector<double> arrived = gradient;              ///< the same behind ReLU
    std::array<std::vector<double>, 4> tensors;
    std::vector<double> out = std::vector<double>(at(size));
    std::vector<double> in_gradient = out;
    std::array<std::vector<double>, 4> changes{
        std::vector<double>(at(channels)), std::vector<double>(at(channels)),
        std::vector<double>(at(channels)), std::vector<double>(at(channels))};
};

/// What a sink is told of four tensors.
template <class Scalar>
struct four_rows {
    template <int Tensor, int Count>
    void row(extent at, const simd::row<Scalar, Count>& row) const {
        row.store(to[Tensor]->data() + at);
    }
    std::array<std::vector<Scalar>*, 4> to;
};

/// All that a stage writes.
template <class Scalar>
struct results {
    std::vector<Scalar> out, in_gradient;
    std::array<std::vector<Scalar>, 4> changes;
    friend bool operator==(const results&, const results&) = default;
};

template <class Scalar, gradient_mode Mode, shape In, int Batch, bool Relu>
results<Scalar> run(const example<In, Batch, Relu>& of, int threads) {
    using stage =
        typename kernel::family<batch_norm<>>::template stage<Scalar, Batch, In,
                                                              kernel::epilogue{.relu = Relu}>;
    const room<Scalar> in(of.in);
    const room<Scalar> gradient(of.gradient);
    const std::array<room<Scalar>, 4> tensors{
        room<Scalar>(of.tensors[0]), {of.tensors[1]}, {of.tensors[2]}, {of.tensors[3]}};
    const room<std::byte> saved(stage::saved_bytes);
    const room<std::byte> forward_shared(stage::forward_shared);
    const room<std::byte> backward_shared(stage::backward_shared);
    results<Scalar> found;
    found.out.resize(of.out.size());
    found.in_gradient.assign(of.out.size(), Scalar{0.25});
    for (auto& one : found.changes) one.resize(of.changes[0].size());
    team executor(threads, 64);
    kernel::stage_data<Scalar> data{
        {in.data()},
        {tensors[0].data(), tensors[1].data(), tensors[2].data(), tensors[3].data()},
        found.out.data(),
        saved.data(),
        forward_shared.data(),
        of.pass};
    stage::forward(data, executor);
    data.shared = backward_shared.data();
    data.out_gradient = gradient.data();
    data.in_gradients[0] = Mode == gradient_mode::none ? nullptr : found.in_gradient.data();
    const four_rows<Scalar> sink{
        {&found.changes[0], &found.changes[1], &found.changes[2], &found.changes[3]}};
    if (of.pass.trains)
        stage::template backward<kernel::gradient_modes{Mode}>(data, executor, sink);
    return found;
}

double largest_difference(const auto& found, const std::vector<double>& right, double added = 0) {
    double most = 0;
    for (std::size_t i = 0; i < right.size(); ++i) {
        const double difference = std::abs(static_cast<double>(found[i]) - added - right[i]);
        most = std::isnan(difference) ? 1e30 : std::max(most, difference);
    }
    return most;
}

/// **Errors**: a block's sums are off by (block/4 + 3)·u of the sum of their terms' magnitudes (see
/// channel_sums.hpp); beside them stand the roundings of the mean and of an output's few
/// operations, which a mean of `far` deviations enlarges. Numbers are at most 1 here, a channel's
/// deviation at least 0.3, so that normal values are below 4.
template <class Scalar, shape In, int Batch, bool Relu>
void check(double middle) {
    INFO(to_text(In).view() << ", batch " << Batch << ", middle " << middle);
    const example<In, Batch, Relu> of(middle, true);
    constexpr double epsilon = static_cast<double>(std::numeric_limits<Scalar>::epsilon());
    constexpr double sum = (kernel::channel_sums<In.channels>::block / 4 + 16) * epsilon;
    const double far = 1 + middle * In.channels;
    constexpr double scale = 2 / 0.3;
    const auto found = run<Scalar, gradient_mode::assign>(of, 1);
    CHECK(largest_difference(found.out, of.out) < 8 * scale * (sum + epsilon * far));
    CHECK(largest_difference(found.in_gradient, of.in_gradient) <
          16 * scale * (sum + epsilon * far));
    for (std::size_t i = 0; i < 2; ++i)
        CHECK(largest_difference(found.changes[i], of.changes[i]) <
              4 * of.pixels * (sum + epsilon * far));
    for (std::size_t i = 2; i < 4; ++i)
        CHECK(largest_difference(found.changes[i], of.changes[i]) <
              0.01 * 4 * (sum + epsilon * far));

    CHECK(run<Scalar, gradient_mode::assign>(of, 3) == found);
    const auto added = run<Scalar, gradient_mode::add>(of, 2);
    CHECK(largest_difference(added.in_gradient, of.in_gradient, 0.25) <
          16 * scale * (sum + epsilon * far));
    const auto unwanted = run<Scalar, gradient_mode::none>(of, 2);
    CHECK(unwanted.changes == found.changes);

    const example<In, Batch, Relu> answers(middle, false);
    CHECK(largest_difference(run<Scalar, gradient_mode::assign>(answers, 2).out, answers.out) <
          4 * scale * epsilon * (1 + far));
}

template <shape In, int Batch>
void check_all() {
    for (const double middle : {0.0, 40.0}) {
        check<float, In, Batch, false>(middle);
        check<float, In, Batch, true>(middle);
        check<double, In, Batch, true>(middle);
    }
}

/// The outputs of a minibatch without training. Stages run together if it is for inference.
template <class Net, int Batch, plan::purpose_of_arena Purpose>
std::vector<float> outputs(const parameters<Net, float>& values, int threads) {
    using planned = plan::plan<Net, float, Batch>;
    using way = plan::pass<planned, Net, Purpose>;
    const room<float> images(uniform(Batch * Net::input_shape.size(), 5, 0));
    const room<std::byte> arena(way::arena_bytes);
    team executor(threads, planned::template scratch_bytes<Purpose>);
    const way pass(images.data(), values.data(), arena.data(), layer_pass{});
    pass.forward(executor);
    return {pass.outputs(), pass.outputs() + Batch * Net::output_shape.size()};
}

template <class Net>
parameters<Net, float> random_values() {
    parameters<Net, float> values;
    for (std::size_t i = 0; i < Net::tensors.size(); ++i) {
        const auto numbers =
            uniform(Net::tensors[i].tensor.size(), 6, static_cast<std::uint32_t>(i));
        std::ranges::transform(numbers, values.tensor(i).begin(), [&](double number) {
            const bool positive = !Net::tensors[i].tensor.trained;  // a variance, at least
            return static_cast<float>(positive ? 1.5 + number : number);
        });
    }
    return values;
}

}  // namespace

TEST_CASE("batch_norm in vectors agrees with its reference", "[stage]") {
    check_all<shape::image(5, 7, 1), 3>();
    check_all<shape::image(6, 5, 3), 20>();
    check_all<shape::image(4, 4, 16), 8>();
    check_all<shape::image(3, 2, 37), 13>();
    check_all<shape::image(20, 30, 5), 9>();
    check_all<shape::image(16, 17, 1), 2>();
    check_all<shape::values(130), 32>();
    check_all<shape::values(640), 20>();
}

/// That stages which run together give the same bits as one after the other.
template <class Net, int Batch>
void check_finishes() {
    constexpr auto training = plan::purpose_of_arena::training;
    constexpr auto inference = plan::purpose_of_arena::inference;
    const auto values = std::make_unique<parameters<Net, float>>(random_values<Net>());
    const auto alone = outputs<Net, Batch, training>(*values, 1);
    CHECK(std::ranges::any_of(alone, [&](float number) { return number != alone[0]; }));
    CHECK(outputs<Net, Batch, inference>(*values, 1) == alone);
    CHECK(outputs<Net, Batch, inference>(*values, 3) == alone);
}

TEST_CASE("in inference a normalisation finishes pixels where they are written, to the bit",
          "[norm]") {
    // Direct and depthwise convolutions, with strides, ReLU and pooling before; and what may not
    // join: behind two readers, or flattened.
    using net =
        network<input<15, 13, 3>, conv<8, window<5, 3>, stride<2>>, batch_norm<>, relu, dropout,
                depthwise_conv<3>, batch_norm<>, conv<20, 1>, relu, batch_norm<>, relu, dropout,
                depthwise_conv<3, 2>, batch_norm<>, relu, conv<32, 3>, batch_norm<>, relu,
                residual<conv<32, 3>, batch_norm<>, relu, conv<32, 3>, batch_norm<>>, relu,
                conv<6, 3>, max_pool<2>, batch_norm<>, conv<5, 2>, flatten, batch_norm<>, dense<4>,
                softmax_cross_entropy>;
    check_finishes<net, 5>();
    check_finishes<net, 1>();

    // Winograd's tiles, which reach over the image's lower and right edge.
    using tiled = network<input<14, 13, 16>, conv<16, 3>, batch_norm<>, relu, conv<16, 3>,
                          batch_norm<>, flatten, dense<4>, softmax_cross_entropy>;
    constexpr window_geometry first = conv<16, 3>::geometry(tiled::input_shape);
    static_assert(kernel::way_of(first, {}, 5) == kernel::conv_way::winograd);
    check_finishes<tiled, 5>();
}
