// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

#include "chain.hpp"
#include "typenet/base/team.hpp"
#include "typenet/plan/plan.hpp"

/// One kernel stage against its layers' references.
///
/// **Errors**: a sum of n products, in whatever order, is off by at most n·u·Σ|a·b| (Higham,
/// "Accuracy and Stability of Numerical Algorithms", section 3.1; u is half the distance of 1 to
/// the next number). Allowed is 2·(n + 64)·u times the largest Σ|a·b| of the tensor, which the
/// reference computes on magnitudes: twice, because in double the reference is off as much as the
/// kernel; the largest and 64, because of what is no such sum, dropout's scale and a transform's
/// butterflies, whose error is relative to the whole tensor.
///
/// A ReLU or max_pool may decide otherwise than the reference where numbers are nearer than that:
/// such images are exchanged for others beforehand, so what remains must agree.
namespace typenet::tests {

/// Aligned room of exactly so many bytes, so that an address sanitizer sees its end. It holds
/// not-a-numbers at first: whoever reads what nobody wrote shows it.
template <class T>
class room {
public:
    explicit room(extent count)
        : bytes_(static_cast<std::size_t>(count) * sizeof(T)),
          data_(new(std::align_val_t{alignment}) std::byte[bytes_]) {
        std::memset(data_.get(), 0xFF, bytes_);
    }
    room(const std::vector<double>& values) : room(static_cast<extent>(values.size())) {
        std::ranges::transform(values, data(), [](double v) { return static_cast<T>(v); });
    }
    [[nodiscard]] T* data() const { return reinterpret_cast<T*>(data_.get()); }

private:
    struct release {
        void operator()(std::byte* bytes) const {
            ::operator delete[](bytes, std::align_val_t{alignment});
        }
    };
    std::size_t bytes_;
    std::unique_ptr<std::byte[], release> data_;
};

/// A sink that keeps finished gradients, and counts how often each comes.
template <class Scalar>
class recorder {
public:
    recorder(extent weights, extent biases)
        : gradient{room<Scalar>(weights), room<Scalar>(biases)},
          times{std::vector<int>(static_cast<std::size_t>(weights)),
                std::vector<int>(static_cast<std::size_t>(biases))} {}

    template <int Tensor, int Count>
    void row(extent at, const simd::row<Scalar, Count>& row) const {
        row.store(gradient[Tensor].data() + at);
        for (int i = 0; i < Count; ++i) ++times[Tensor].at(static_cast<std::size_t>(at + i));
    }
    template <int Tensor, int Count>
    void prefetch(extent /*at*/) const {}
    [[nodiscard]] bool each_once() const {
        return std::ranges::all_of(times, [](const auto& list) {
            return std::ranges::all_of(list, [](int n) { return n == 1; });
        });
    }

    std::array<room<Scalar>, 2> gradient;
    mutable std::array<std::vector<int>, 2> times;
};

/// One worker or a team, to the stage it is the same type.
struct any_executor {
    team* many;
    std::byte* scratch;

    [[nodiscard]] int threads() const { return many ? many->threads() : 1; }
    template <class Body>
    void run(int tasks, Body&& body) const {
        if (many)
            many->run(tasks, body);
        else
            kernel::serial_executor{scratch}.run(tasks, body);
    }
};

/// Errors in units of what is allowed: right is at most 1.
struct stage_errors {
    double out = 0;
    double in_gradient = 0;
    double weights = 0;
    double biases = 0;
    bool each_parameter_once = true;
};

/// A whole minibatch through the layers of `Net`, a network of one stage, by their references, and
/// what a kernel may be off.
template <class Net, int Batch>
class stage_reference {
    static constexpr extent in_size = Net::input_shape.size();
    static constexpr extent out_size = Net::output_shape.size();
    static constexpr auto& table = Net::tensors;
    static constexpr bool has_parameters = !table.empty();

public:
    stage_reference(double keep_probability, double epsilon) : epsilon_(epsilon) {
        pass.keep_probability = keep_probability;
        for (int image = 0; image < Batch; ++image) add(image);
    }

    /// The largest difference to a tensor of one's own, in units of the allowed.
    template <class Scalar>
    static double error(const Scalar* found, const std::vector<double>& right, double bound) {
        double worst = 0;
        for (std::size_t i = 0; i < right.size(); ++i) {
            const double difference = std::abs(static_cast<double>(found[i]) - right[i]);
            // Not a number is no number that is allowed.
            worst = difference <= bound ? std::max(worst, difference / bound)
                                        : std::max({worst, 2.0, difference / bound});
        }
        return worst;
    }

    layer_pass pass{1, 11, 5, 0, 0};
    std::vector<double> parameters = uniform(Net::buffer_size, 1, 100);
    std::vector<double> in, out, out_gradient, in_gradient;
    std::vector<double> gradient = std::vector<double>(parameters.size());
    double out_bound = 0, in_gradient_bound = 0;

    [[nodiscard]] std::vector<double> gradient_of(std::size_t tensor) const {
        const auto from = gradient.begin() + table[tensor].offset;
        return {from, from + table[tensor].tensor.size()};
    }
    [[nodiscard]] double bound_of(std::size_t tensor) const {
        const shape to = Net::nodes[linear].out;
        double most = 0;
        for (extent i = 0; i < table[tensor].tensor.size(); ++i)
            most = std::max(most, sums_[static_cast<std::size_t>(table[tensor].offset + i)]);
        return bound(Batch * to.size() / to.channels, most);
    }

private:
    /// The layer that has the parameters.
    static constexpr auto linear = [] {
        if constexpr (has_parameters)
            return static_cast<std::size_t>(table[0].node);
        else
            return std::size_t{0};
    }();
    [[nodiscard]] double bound(extent terms, double sum) const {
        return static_cast<double>(terms + 64) * epsilon_ * sum;
    }

    void add(int image) {
        pass.item = static_cast<std::uint32_t>(image);
        const extent terms = has_parameters ? table[0].tensor.fan_in : 0;
        const extent back_terms =
            has_parameters ? table[0].tensor.size() / Net::input_shape.channels : 16;
        const auto all_positive = absolute(parameters);
        chain<Net> layers(parameters.data());
        chain<Net> positive(all_positive.data());
        std::vector<double> pixels;
        double allowed = 0;
        for (std::uint64_t seed = 1;; ++seed) {
            if (seed > 200) throw std::runtime_error("no image stays clear of close decisions");
            pixels = uniform(in_size, seed, static_cast<std::uint32_t>(image));
            // As behind a ReLU. A layer that decides is not given equals to decide on.
            if constexpr (has_parameters)
                std::ranges::replace_if(pixels, [](double p) { return p < -0.3; }, 0.0);
            layers.forward(pixels, pass);
            positive.forward(absolute(pixels), pass);
            allowed = bound(terms, positive.largest_value() / pass.keep_probability);
            if (layers.margin() > allowed) break;
        }
        const auto up = uniform(out_size, 2, static_cast<std::uint32_t>(image));
        append(in, pixels);
        append(out, layers.output());
        append(out_gradient, up);
        append(in_gradient, layers.backward(up, pass, gradient.data()));
        const auto sums = layers.backward_magnitudes(up, pass, sums_.data());
        out_bound = std::max(out_bound, allowed);
        in_gradient_bound = std::max(in_gradient_bound, bound(back_terms, largest(sums)));
    }
    static void append(std::vector<double>& to, const std::vector<double>& values) {
        to.insert(to.end(), values.begin(), values.end());
    }

    double epsilon_;
    std::vector<double> sums_ = std::vector<double>(parameters.size());
};

/// The gradient of the only input, assigned.
inline constexpr kernel::gradient_modes assigned{kernel::gradient_mode::assign};

/// Runs `Stage` forward and backward over a minibatch. `threads` 0: without a team.
template <class Net, class Stage>
stage_errors check_stage(double keep_probability, int threads) {
    using scalar = typename Stage::scalar;
    constexpr int batch = Stage::batch;
    constexpr auto& table = Net::tensors;
    const stage_reference<Net, batch> right(
        keep_probability, static_cast<double>(std::numeric_limits<scalar>::epsilon()));

    const extent scratch_bytes = std::max(Stage::forward_scratch, Stage::backward_scratch);
    const room<std::byte> scratch(scratch_bytes);
    team many(std::max(threads, 1), scratch_bytes);
    any_executor executor{threads > 0 ? &many : nullptr, scratch.data()};

    const room<scalar> in(right.in);
    const room<scalar> parameters(right.parameters);
    const room<scalar> out(batch * Stage::out_size);
    const room<scalar> out_gradient(right.out_gradient);
    const room<scalar> in_gradient(batch * Stage::in_size);
    const room<std::byte> saved(Stage::saved_bytes);
    const room<std::byte> forward_shared(Stage::forward_shared);
    const room<std::byte> backward_shared(Stage::backward_shared);
    const scalar* weights = nullptr;
    const scalar* biases = nullptr;
    extent weights_size = 0;
    extent biases_size = 0;
    if constexpr (!table.empty()) {
        weights = parameters.data() + table[0].offset;
        weights_size = table[0].tensor.size();
    }
    if constexpr (table.size() > 1) {
        biases = parameters.data() + table[1].offset;
        biases_size = table[1].tensor.size();
    }
    const recorder<scalar> record(weights_size, biases_size);

    stage_errors errors;
    Stage::forward(kernel::stage_data<scalar>{{in.data()},
                                              {weights, biases},
                                              out.data(),
                                              saved.data(),
                                              forward_shared.data(),
                                              right.pass},
                   executor);
    errors.out = right.error(out.data(), right.out, right.out_bound);
    Stage::template backward<assigned>(kernel::stage_data<scalar>{{in.data()},
                                                                  {weights, biases},
                                                                  out.data(),
                                                                  saved.data(),
                                                                  backward_shared.data(),
                                                                  right.pass,
                                                                  out_gradient.data(),
                                                                  {in_gradient.data()}},
                                       executor, record);
    errors.in_gradient =
        right.error(in_gradient.data(), right.in_gradient, right.in_gradient_bound);
    if constexpr (!table.empty())
        errors.weights =
            right.error(record.gradient[0].data(), right.gradient_of(0), right.bound_of(0));
    if constexpr (table.size() > 1)
        errors.biases =
            right.error(record.gradient[1].data(), right.gradient_of(1), right.bound_of(1));
    errors.each_parameter_once = record.each_once();
    return errors;
}

}  // namespace typenet::tests
