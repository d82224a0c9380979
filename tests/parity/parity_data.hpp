// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// The C++ side of make_parity.py: the same inputs by the same formula, and what PyTorch computed
/// from them in float64. The formula is explained at the head of that script.
namespace typenet::tests {

/// One parameter tensor of the notebook's network. Its place in `notebook_parameters`, from 1, is
/// its number in the formula; the images have number 0.
struct parity_tensor {
    std::string_view name;
    std::uint32_t number;
    std::size_t count;
    std::size_t fan_in;  ///< 0: biases
};

inline constexpr std::array<parity_tensor, 8> notebook_parameters{{
    {"conv1.weights", 1, 5 * 5 * 1 * 32, 5 * 5 * 1},
    {"conv1.biases", 2, 32, 0},
    {"conv2.weights", 3, 5 * 5 * 32 * 64, 5 * 5 * 32},
    {"conv2.biases", 4, 64, 0},
    {"dense1.weights", 5, 3136 * 1024, 3136},
    {"dense1.biases", 6, 1024, 0},
    {"dense2.weights", 7, 1024 * 10, 1024},
    {"dense2.biases", 8, 10, 0},
}};

/// A 32-bit integer hash, a bijection.
/// **Source**: lowbias32 of Chris Wellons, "Prospecting for Hash Functions", 2018.
constexpr std::uint32_t parity_hash(std::uint32_t x) {
    x ^= x >> 16;
    x *= 0x7FEB352D;
    x ^= x >> 15;
    x *= 0x846CA68B;
    x ^= x >> 16;
    return x;
}

/// u in [0, 1) of element `index` of tensor `number`: a multiple of 2^-24, so exact in float.
constexpr double parity_unit(std::uint32_t number, std::size_t index) {
    const std::uint32_t x = static_cast<std::uint32_t>(index) + number * 0x9E3779B9;
    return (parity_hash(x) >> 8) * 0x1p-24;
}

/// `count` images of 28x28x1, [image][y][x]. Half of the pixels are zero. Every value is one of
/// float's, whatever the Scalar.
template <typename Scalar>
std::vector<Scalar> make_images(std::size_t count) {
    std::vector<Scalar> pixels(count * 28 * 28);
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        pixels[i] = static_cast<Scalar>(std::max(0.0, 2 * parity_unit(0, i) - 1));
    }
    return pixels;
}

/// The labels of those images: the image's number modulo 10.
template <typename Label>
std::vector<Label> make_labels(std::size_t count) {
    std::vector<Label> labels(count);
    for (std::size_t i = 0; i < count; ++i) labels[i] = static_cast<Label>(i % 10);
    return labels;
}

/// The initial values of one parameter tensor, row-major in TensorFlow's layouts (HWIO, [in, out]).
/// The scale is a float, so its product with 2u - 1 is exact in double and the cast to float rounds
/// once: the values are the same floats in every language.
template <typename Scalar>
std::vector<Scalar> make_parameters(const parity_tensor& tensor) {
    const float scale =
        tensor.fan_in == 0
            ? 0.0951F  // BIAS_SCALE of make_parity.py
            : static_cast<float>(std::sqrt(6.0 / static_cast<double>(tensor.fan_in)));
    std::vector<Scalar> values(tensor.count);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double wide = (2 * parity_unit(tensor.number, i) - 1) * double{scale};
        values[i] = static_cast<Scalar>(static_cast<float>(wide));
    }
    return values;
}

/// A number that any changed or exchanged element changes: the sum of (bits of element i as a
/// float) * (2i + 1), modulo 2^64. Compare it with `parity_case::digests` before anything else: it
/// tells wrong inputs from wrong arithmetic.
template <typename Scalar>
std::uint64_t parity_digest(std::span<const Scalar> values) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        sum += std::bit_cast<std::uint32_t>(static_cast<float>(values[i])) *
               (2 * std::uint64_t{i} + 1);
    }
    return sum;
}

/// What is kept of a tensor: all of a small one, else 500 elements, and three sums over all.
struct tensor_summary {
    std::size_t count = 0;  ///< of all elements
    std::size_t stride = 1;
    std::vector<double> values;  ///< values[j] is element j * stride
    double sum = 0;
    double sum_of_magnitudes = 0;
    double norm = 0;  ///< L2
};

/// The same summary of a tensor of one's own, with the samples that `like` has.
/// **Errors**: std::runtime_error if the tensor has not the number of elements `like` is of.
template <typename Scalar>
tensor_summary summarise(std::span<const Scalar> tensor, const tensor_summary& like) {
    if (tensor.size() != like.count) {
        throw std::runtime_error("the parity data expect a tensor of " +
                                 std::to_string(like.count) + " elements and found one of " +
                                 std::to_string(tensor.size()));
    }
    tensor_summary made{.count = like.count, .stride = like.stride, .values = {}};
    for (std::size_t j = 0; j < like.values.size(); ++j) {
        made.values.push_back(double{tensor[j * like.stride]});
    }
    for (const Scalar element : tensor) {
        const double value{element};
        made.sum += value;
        made.sum_of_magnitudes += std::abs(value);
        made.norm += value * value;
    }
    made.norm = std::sqrt(made.norm);
    return made;
}

/// Everything in one of the JSON files that a test compares with or needs to repeat the run.
struct parity_case {
    std::size_t batch = 0;
    double keep_probability = 1;
    std::uint64_t dropout_seed = 0;
    std::uint32_t dropout_substream = 0;
    double learning_rate = 0;
    double beta1 = 0;
    double beta2 = 0;
    double epsilon = 0;
    std::map<std::string, std::uint64_t> digests;  ///< of "images" and of each parameter
    std::vector<std::uint64_t> kept_units;         ///< of each step's mask, over the batch
    std::vector<double> logits;                    ///< [image][class], at step 1
    double loss = 0;                               ///< of these logits
    std::map<std::string, tensor_summary> gradients;
    std::vector<double> losses;                     ///< before each of the Adam steps
    std::map<std::string, tensor_summary> trained;  ///< parameters after the last step
};

inline tensor_summary to_tensor_summary(const nlohmann::json& from) {
    std::size_t count = 1;
    for (const auto& extent : from.at("shape")) count *= extent.get<std::size_t>();
    return {.count = count,
            .stride = from.at("stride").get<std::size_t>(),
            .values = from.at("values").get<std::vector<double>>(),
            .sum = from.at("sum").get<double>(),
            .sum_of_magnitudes = from.at("sum_of_magnitudes").get<double>(),
            .norm = from.at("norm").get<double>()};
}

/// Reads notebook_keep100.json or notebook_keep050.json.
/// **Errors**: std::runtime_error, or nlohmann-json's own, if the file cannot be opened or lacks
/// something.
inline parity_case read_parity_case(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot open the parity data " + path.string());
    const auto json = nlohmann::json::parse(file);
    parity_case made;
    made.batch = json.at("batch").get<std::size_t>();
    made.keep_probability = json.at("keep_probability").get<double>();
    made.dropout_seed = json.at("dropout").at("seed").get<std::uint64_t>();
    made.dropout_substream = json.at("dropout").at("substream").get<std::uint32_t>();
    made.learning_rate = json.at("adam").at("learning_rate").get<double>();
    made.beta1 = json.at("adam").at("beta1").get<double>();
    made.beta2 = json.at("adam").at("beta2").get<double>();
    made.epsilon = json.at("adam").at("epsilon").get<double>();
    for (const auto& [name, digest] : json.at("digests").items()) {
        made.digests[name] = std::stoull(digest.get<std::string>(), nullptr, 16);
    }
    made.kept_units = json.at("kept_units").get<std::vector<std::uint64_t>>();
    made.logits = json.at("logits").get<std::vector<double>>();
    made.loss = json.at("loss").get<double>();
    made.losses = json.at("losses").get<std::vector<double>>();
    for (const auto& [name, summary] : json.at("gradients").items()) {
        made.gradients[name] = to_tensor_summary(summary);
    }
    for (const auto& [name, summary] : json.at("trained").items()) {
        made.trained[name] = to_tensor_summary(summary);
    }
    return made;
}

}  // namespace typenet::tests
