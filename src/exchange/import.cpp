// SPDX-License-Identifier: BSL-1.0
#include "exchange/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/layout.hpp"
#include "support/error.hpp"

namespace typenet::exchange {

namespace {

/// A tensor of a check file, whose first extent counts inputs.
const foreign_tensor& tensor_named(const weights_file& file, std::string_view name,
                                   const shape& each) {
    const std::vector<foreign_tensor>& all = file.tensors();
    const auto found = std::ranges::find(all, name, &foreign_tensor::in_file);
    std::vector<std::uint64_t> extents;
    if (!each.flat) {
        extents.push_back(static_cast<std::uint64_t>(each.height));
        extents.push_back(static_cast<std::uint64_t>(each.width));
    }
    extents.push_back(static_cast<std::uint64_t>(each.channels));
    const std::string expected = fmt::format("{} [n,{}]", name, fmt::join(extents, ","));
    if (found == all.end())
        throw error(
            fmt::format("{}: expected a tensor {}, found none of that name", file.who(), expected));
    const std::vector<std::uint64_t>& there = found->shape;
    if (there.empty() ||
        !std::equal(there.begin() + 1, there.end(), extents.begin(), extents.end())) {
        if (extents.size() == 3) std::ranges::rotate(extents, extents.begin() + 2);
        const bool channels_first =
            extents.size() == 3 && !there.empty() &&
            std::equal(there.begin() + 1, there.end(), extents.begin(), extents.end());
        throw error(fmt::format("{}: expected {}, found {}{}", file.who(), expected,
                                checkpoint::described(there),
                                channels_first ? "; save them as n, H, W, C" : ""));
    }
    return *found;
}

/// The outputs of a classifier whose last layer is a softmax.
bool are_probabilities(std::span<const float> outputs, std::size_t each) {
    for (std::size_t i = 0; i < outputs.size(); i += each) {
        double sum = 0;
        for (const float p : outputs.subspan(i, each)) {
            if (p < 0) return false;
            sum += p;
        }
        if (std::abs(sum - 1) > 1e-3) return false;
    }
    return each > 1;
}

}  // namespace

void set_parameters(const app::network_summary& network, weights_file& file,
                    const layer_match& match, std::optional<double> epsilon, app::engine& to) {
    std::vector<value_order> orders(network.nodes.size());
    if (match.from == layout::pytorch) orders = value_orders(network.nodes);
    for (std::size_t i = 0; i < network.tensors.size(); ++i) {
        const tensor& one = network.tensors[i].tensor;
        const node& layer = network.nodes[static_cast<std::size_t>(network.tensors[i].node)];
        const std::span<float> values = to.parameter(i);
        if (match.tensors[i] == nullptr) {
            std::ranges::fill(values, one.name == "gamma" ? 1.0F : 0.0F);
            continue;
        }
        const int read = layer.reads[0];
        const value_order& given =
            read < 0 ? value_order{} : orders[static_cast<std::size_t>(read)];
        const std::vector<float> own =
            in_own_layout(match.from, layer, one, given, file.values(*match.tensors[i]));
        std::ranges::copy(own, values.begin());
        if (epsilon && one.name == "variance")
            for (float& variance : values)
                variance = static_cast<float>(variance + (*epsilon - layer.constant));
    }
}

output_check check_outputs(const app::network_summary& network, app::engine& trained,
                           const std::filesystem::path& path) {
    weights_file file(path, "check file");
    const foreign_tensor& in = tensor_named(file, "inputs", network.input);
    const foreign_tensor& out = tensor_named(file, "outputs", network.nodes.back().in);
    if (in.shape[0] != out.shape[0] || in.shape[0] == 0)
        throw error(
            fmt::format("{}: expected as many outputs as inputs, and one at least, found {} "
                        "inputs and {} outputs",
                        file.who(), in.shape[0], out.shape[0]));
    const std::vector<float> inputs = file.values(in);
    const std::vector<float> expected = file.values(out);
    const auto each = static_cast<std::size_t>(network.nodes.back().in.size());
    std::vector<float> found(expected.size());
    trained.logits(inputs, found);

    output_check result;
    result.inputs = found.size() / each;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const double difference = std::abs(double{found[i]} - double{expected[i]});
        // What is no number is further away than any.
        if (!(difference <= result.largest_difference)) result.largest_difference = difference;
        result.largest_output = std::max(result.largest_output, std::abs(double{expected[i]}));
    }
    for (std::size_t i = 0; i < found.size(); i += each) {
        const auto largest = [&](const std::vector<float>& of) {
            const auto first = of.begin() + static_cast<std::ptrdiff_t>(i);
            return std::max_element(first, first + static_cast<std::ptrdiff_t>(each)) - first;
        };
        if (largest(found) == largest(expected)) ++result.same_answers;
    }
    if (are_probabilities(expected, each) && !are_probabilities(found, each))
        throw error(fmt::format("{}: expected outputs before the softmax, found probabilities",
                                file.who()));
    return result;
}

}  // namespace typenet::exchange
