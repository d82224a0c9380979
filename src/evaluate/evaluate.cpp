// SPDX-License-Identifier: BSL-1.0
#include "evaluate/evaluate.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "data/input_maker.hpp"

namespace typenet::app {

namespace {

/// take(the number of the first, images, what their loss compares with).
using taker = std::function<void(std::size_t, std::span<const float>, const targets&)>;

/// Hands the images over as the network is given them, a few minibatches at a time: floats take
/// four times the room of the bytes they come from. Where there are no targets, the images are
/// their own.
void for_images(const network_summary& network, const data::labelled_images& part,
                const data::input_scaling& inputs, std::size_t count, const taker& take) {
    const std::size_t pixels = part.size.pixels();
    const std::size_t most = 8 * static_cast<std::size_t>(network.batch);
    const auto outputs = static_cast<std::size_t>(network.output.size());
    const data::input_maker from(part, inputs);
    std::vector<float> floats(std::min(most, count) * pixels);
    for (std::size_t first = 0; first < count; first += most) {
        const std::size_t now = std::min(most, count - first);
        for (std::size_t i = 0; i < now; ++i)
            from.make(first + i, std::span(floats).subspan(i * pixels, pixels));
        const std::span<const float> images = std::span(floats).first(now * pixels);
        targets of{{}, images};
        if (!part.labels.empty()) of.labels = std::span(part.labels).subspan(first, now);
        if (!part.targets.empty())
            of.values = std::span(part.targets).subspan(first * outputs, now * outputs);
        take(first, images, of);
    }
}

}  // namespace

std::vector<double> softmax(std::span<const float> logits) {
    const double most = *std::ranges::max_element(logits);
    std::vector<double> found;
    for (const float logit : logits) found.push_back(std::exp(logit - most));
    const double sum = std::accumulate(found.begin(), found.end(), 0.0);
    for (double& p : found) p /= sum;
    return found;
}

data::needs needs_of(const network_summary& network, std::size_t validation) {
    return {network.input, network.classes, static_cast<int>(network.output.size()), validation};
}

evaluation evaluate(const network_summary& network, engine& trained,
                    const data::labelled_images& part, const data::input_scaling& inputs,
                    std::size_t count) {
    evaluation all;
    for_images(network, part, inputs, count,
               [&](std::size_t, std::span<const float> images, const targets& of) {
                   const evaluation found = trained.evaluate(images, of);
                   all.loss += found.loss * static_cast<double>(found.images);
                   all.correct += found.correct;
                   all.images += found.images;
               });
    if (all.images > 0) all.loss /= static_cast<double>(all.images);
    return all;
}

std::vector<answer> answers_of(const network_summary& network, engine& trained,
                               const data::labelled_images& part,
                               const data::input_scaling& inputs) {
    const auto classes = static_cast<std::size_t>(network.classes);
    std::vector<answer> found;
    std::vector<float> logits;
    for_images(network, part, inputs, part.count(),
               [&](std::size_t, std::span<const float> images, const targets& of) {
                   logits.resize(of.labels.size() * classes);
                   trained.logits(images, logits);
                   for (std::size_t i = 0; i < of.labels.size(); ++i) {
                       const auto of_image = std::span(logits).subspan(i * classes, classes);
                       const std::vector<double> chances = softmax(of_image);
                       // Probabilities may be equal where logits are not.
                       const auto said = static_cast<std::size_t>(
                           std::ranges::max_element(of_image) - of_image.begin());
                       found.push_back({of.labels[i], static_cast<std::uint8_t>(said),
                                        static_cast<float>(chances[said]),
                                        static_cast<float>(chances[of.labels[i]])});
                   }
               });
    return found;
}

value_errors errors_of(const network_summary& network, engine& trained,
                       const data::labelled_images& part, const data::input_scaling& inputs) {
    value_errors all;
    all.losses.resize(part.count());
    all.reconstructs = part.targets.empty();
    const bool in_units = network.nodes.back().kind.view() == "mean_squared_error";
    double absolute = 0;
    std::size_t values = 0;
    std::vector<float> outputs;
    for_images(network, part, inputs, part.count(),
               [&](std::size_t first, std::span<const float> images, const targets& of) {
                   const std::size_t now = images.size() / part.size.pixels();
                   trained.evaluate(images, of, std::span(all.losses).subspan(first, now));
                   if (!in_units) return;
                   outputs.resize(of.values.size());
                   trained.logits(images, outputs);
                   for (std::size_t i = 0; i < outputs.size(); ++i)
                       absolute += std::abs(double{outputs[i]} - double{of.values[i]});
                   values += outputs.size();
               });
    if (values > 0) all.mean_absolute = absolute / static_cast<double>(values);
    if (all.reconstructs) all.area_under_curve = area_under_curve(all.losses, part.labels);
    return all;
}

}  // namespace typenet::app
