// SPDX-License-Identifier: BSL-1.0
#include "data/input_maker.hpp"

#include <algorithm>
#include <cmath>

namespace typenet::data {

value_kind kind_of(const labelled_images& part) {
    return part.has_bytes() ? value_kind::bytes : value_kind::floats;
}

void write_values(const labelled_images& part, std::size_t index, std::span<float> out) {
    if (!part.has_bytes()) {
        std::ranges::copy(part.values_of(index), out.begin());
        return;
    }
    const std::span<const std::uint8_t> image = part.image(index);
    for (std::size_t i = 0; i < image.size(); ++i) out[i] = static_cast<float>(image[i]) / 255.0F;
}

input_scaling measured(const labelled_images& part) {
    const auto channels = static_cast<std::size_t>(part.size.channels);
    const std::size_t row = channels * static_cast<std::size_t>(part.size.width);
    std::vector<float> image(part.size.pixels());
    // A sum for each place of a row, so that neighbours do not wait for each other.
    const auto means = [&](const auto& term) {
        std::vector<double> sums(row);
        for (std::size_t i = 0; i < part.count(); ++i) {
            write_values(part, i, image);
            for (std::size_t at = 0; at < image.size(); at += row)
                for (std::size_t k = 0; k < row; ++k) sums[k] += term(double{image[at + k]}, k);
        }
        std::vector<double> of_channel(channels);
        for (std::size_t k = 0; k < row; ++k) of_channel[k % channels] += sums[k];
        const std::size_t values = part.count() * image.size() / channels;
        for (double& sum : of_channel) sum /= static_cast<double>(values);
        return of_channel;
    };
    input_scaling found;
    found.values = kind_of(part);
    found.mean = means([](double value, std::size_t) { return value; });
    std::vector<double> mean(row);
    for (std::size_t k = 0; k < row; ++k) mean[k] = found.mean[k % channels];
    found.deviation =
        means([&](double value, std::size_t k) { return (value - mean[k]) * (value - mean[k]); });
    for (double& deviation : found.deviation) {
        deviation = std::sqrt(deviation);
        if (deviation < least_deviation) deviation = 1;
    }
    return found;
}

scaler::scaler(const input_scaling& how, image_size size) {
    if (!how.changes_values()) return;
    for (int x = 0; x < size.width; ++x) {
        for (std::size_t c = 0; c < static_cast<std::size_t>(size.channels); ++c) {
            means_.push_back(static_cast<float>(how.mean_of(c)));
            deviations_.push_back(static_cast<float>(how.deviation_of(c)));
        }
    }
}

void scaler::apply(std::span<float> image) const {
    const std::size_t row = means_.size();
    const float* const mean = means_.data();
    const float* const deviation = deviations_.data();
    for (std::size_t at = 0; row > 0 && at < image.size(); at += row) {
        float* const values = image.data() + at;
        for (std::size_t i = 0; i < row; ++i) values[i] = (values[i] - mean[i]) / deviation[i];
    }
}

input_maker::input_maker(const labelled_images& part, const input_scaling& scaling,
                         const augmentation& change, std::uint64_t seed)
    : part_(part),
      scaler_(scaling, part.size),
      change_(change),
      seed_(seed),
      unchanged_(change == augmentation{} ? 0 : part.size.pixels()) {}

void input_maker::make(std::size_t index, std::span<float> out) const {
    write_values(part_, index, out);
    scaler_.apply(out);
}

void input_maker::make_changed(std::size_t index, std::uint32_t step, std::uint32_t item,
                               std::span<float> out) {
    if (unchanged_.empty()) {
        make(index, out);
        return;
    }
    const distortion what = random_distortion(change_, part_.size, seed_, step, item);
    write_values(part_, index, unchanged_);
    distort(unchanged_, part_.size, what, change_.reflect, out);
    scaler_.apply(out);
    if (change_.cutout > 0) cut_out(out, part_.size, what, change_.cutout);
}

}  // namespace typenet::data
