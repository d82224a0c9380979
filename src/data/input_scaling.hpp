// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace typenet::data {

/// What the numbers of images are.
enum class value_kind {
    any,     ///< not known: weights from another program
    bytes,   ///< of pictures: the value of a byte is byte / 255
    floats,  ///< each is its own value
};

/// What a network is given for an image: (value - mean) / deviation of each value, by channel. It
/// is part of a trained network, as its weights are: checkpoints carry it, and every export.
///
/// **Units**: mean and deviation are in units of the value: those of a network that was trained on
/// pixels from 0 to 255 are what it states divided by 255, or 0 and 1 / 255.
struct input_scaling {
    value_kind values = value_kind::any;  ///< that the network was trained on
    std::vector<double> mean;       ///< one for all channels or one for each; none stands for 0
    std::vector<double> deviation;  ///< one for all channels or one for each; none stands for 1

    friend bool operator==(const input_scaling&, const input_scaling&) = default;
    [[nodiscard]] bool changes_values() const { return !mean.empty() || !deviation.empty(); }
    [[nodiscard]] double mean_of(std::size_t channel) const { return of(mean, channel, 0); }
    [[nodiscard]] double deviation_of(std::size_t channel) const {
        return of(deviation, channel, 1);
    }

private:
    static double of(std::span<const double> numbers, std::size_t channel, double otherwise) {
        if (numbers.empty()) return otherwise;
        return numbers.size() == 1 ? numbers[0] : numbers[channel];
    }
};

/// What a mean and a deviation may be.
inline constexpr double most_mean = 1e9;
inline constexpr double least_deviation = 1e-9;
inline constexpr double most_deviation = 1e9;

/// Why these numbers are no mean or no deviation of images with so many channels, as "expected …,
/// found …"; empty if they are.
std::string complaint_of_mean(std::span<const double> mean, int channels);
std::string complaint_of_deviation(std::span<const double> deviation, int channels);

/// Whether both do the same to the values of images with so many channels.
bool same_scaling(const input_scaling& a, const input_scaling& b, int channels);

/// "0.5,0.25", each number so that it comes back to the bit; and the numbers of such a text.
std::string text_of_numbers(std::span<const double> numbers);
std::optional<std::vector<double>> numbers_of_text(const std::string& text);

/// "mean 0.5,0.25, deviation 1": for people.
std::string to_text(const input_scaling& scaling);

}  // namespace typenet::data
