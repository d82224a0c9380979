// SPDX-License-Identifier: BSL-1.0
// How far the kernels of the digits network's plan are off their layers' references in double: for
// each stage the largest difference of any number of a tensor, as a share of the tensor's largest.
//
// usage: bench_errors; prints one JSON array, [{"forward", "backward"}, …].

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <new>
#include <vector>

#include "chain.hpp"
#include "networks.hpp"
#include "typenet/plan/plan.hpp"

namespace {

using namespace typenet;
using numbers = std::vector<double>;

constexpr int batch = 128;
using plan_type = plan::plan<bench::digits, float, batch>;

/// The layers from node First on, as a network of their own.
template <class Net, int First, int... I>
auto alone(std::integer_sequence<int, I...> /*nodes*/) {
    constexpr shape in = Net::template shape_before<First>;
    if constexpr (in.flat)
        return network<input<1, 1, in.channels>, flatten,
                       typename Net::template layer_at<First + I>..., softmax_cross_entropy>{};
    else
        return network<input<in.height, in.width, in.channels>,
                       typename Net::template layer_at<First + I>..., flatten,
                       softmax_cross_entropy>{};
}

/// Aligned memory.
template <class T>
class room {
public:
    explicit room(extent count)
        : data_(new(std::align_val_t{alignment}) T[static_cast<std::size_t>(count)]()) {}
    explicit room(const numbers& values) : room(static_cast<extent>(values.size())) {
        std::ranges::transform(values, data(), [](double v) { return static_cast<T>(v); });
    }
    [[nodiscard]] T* data() const { return data_.get(); }

private:
    struct release {
        void operator()(T* data) const { ::operator delete[](data, std::align_val_t{alignment}); }
    };
    std::unique_ptr<T[], release> data_;
};

double error(const float* found, const numbers& right) {
    double worst = 0;
    for (std::size_t i = 0; i < right.size(); ++i)
        worst = std::max(worst, std::abs(static_cast<double>(found[i]) - right[i]));
    return worst / tests::largest(right);
}

void append(numbers& to, const numbers& more) { to.insert(to.end(), more.begin(), more.end()); }

/// A minibatch through the references. Images on which ReLU or max_pool decide so closely that a
/// rounding could turn them are exchanged: kernel and reference would be right, and far apart.
template <class Net>
struct reference_pass {
    numbers parameters = tests::uniform(Net::buffer_size, 1, 1000);
    numbers in, out, out_gradient, in_gradient;
    numbers gradient = numbers(parameters.size());

    explicit reference_pass(layer_pass pass) {
        constexpr double close = 4e-6;  // of the largest number; some dozen roundings
        tests::chain<Net> layers(parameters.data());
        std::uint64_t seed = 1;
        for (std::uint32_t image = 0; image < batch; ++image) {
            pass.item = image;
            numbers pixels;
            do {
                pixels = tests::uniform(Net::input_shape.size(), ++seed, image);
                layers.forward(pixels, pass);
            } while (layers.margin() <= close * layers.largest_value());
            const numbers up = tests::uniform(Net::output_shape.size(), 0, image);
            append(in, pixels);
            append(out, layers.output());
            append(out_gradient, up);
            append(in_gradient, layers.backward(up, pass, gradient.data()));
        }
    }
};

template <int S>
void print_errors() {
    using stage = typename plan_type::template stage<S>;
    constexpr int first = plan_type::row(S).first;
    using nodes = std::make_integer_sequence<int, plan_type::row(S).last - first + 1>;
    using net = decltype(alone<bench::digits, first>(nodes{}));
    constexpr auto& table = net::tensors;
    const layer_pass pass{0.75, 11, 5, 0, 0};
    const reference_pass<net> right(pass);

    const room<std::byte> scratch(std::max(stage::forward_scratch, stage::backward_scratch));
    kernel::serial_executor executor{scratch.data()};
    const room<float> in(right.in);
    const room<float> parameters(right.parameters);
    const room<float> out_gradient(right.out_gradient);
    const room<float> out(batch * stage::out_size);
    const room<float> in_gradient(batch * stage::in_size);
    const room<float> gradient(net::buffer_size);
    const room<std::byte> saved(stage::saved_bytes);
    const room<std::byte> forward_room(stage::forward_shared);
    const room<std::byte> backward_room(stage::backward_shared);
    constexpr auto& places = plan::plan<net, float, batch>::tensors[0];
    const std::array<const float*, kernel::most_tensors> tensors{
        parameters.data() + table[0].offset, parameters.data() + table[1].offset};
    constexpr kernel::gradient_modes assigned{kernel::gradient_mode::assign};
    stage::forward(
        kernel::stage_data<float>{
            {in.data()}, tensors, out.data(), saved.data(), forward_room.data(), pass},
        executor);
    const double forward = error(out.data(), right.out);
    stage::template backward<assigned>(
        kernel::stage_data<float>{{in.data()},
                                  tensors,
                                  out.data(),
                                  saved.data(),
                                  backward_room.data(),
                                  pass,
                                  out_gradient.data(),
                                  {in_gradient.data()}},
        executor, tests::store_sink<float>{gradient.data(), places.offset.data()});
    double backward = error(in_gradient.data(), right.in_gradient);
    for (const named_tensor& one : table) {
        const auto from = right.gradient.begin() + one.offset;
        backward = std::max(backward,
                            error(gradient.data() + one.offset, {from, from + one.tensor.size()}));
    }
    std::printf(R"(%s{"forward": %.3g, "backward": %.3g})", S ? ", " : "[", forward, backward);
    std::fflush(stdout);
}

}  // namespace

int main() {
    [&]<int... S>(std::integer_sequence<int, S...>) {
        (print_errors<S>(), ...);
    }(std::make_integer_sequence<int, plan_type::stages>{});
    std::printf("]\n");
    return 0;
}
