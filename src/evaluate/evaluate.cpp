// SPDX-License-Identifier: BSL-1.0
#include "evaluate/evaluate.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "data/input_maker.hpp"

namespace typenet::app {

namespace {

/// Hands the images over as the network is given them, a few minibatches at a time: floats take
/// four times the room of the bytes they come from.
void for_images(
    const network_summary& network, const data::labelled_images& part,
    const data::input_scaling& inputs, std::size_t count,
    const std::function<void(std::span<const float>, std::span<const std::uint8_t>)>& take) {
    const std::size_t pixels = part.size.pixels();
    const std::size_t most = 8 * static_cast<std::size_t>(network.batch);
    const data::input_maker from(part, inputs);
    std::vector<float> floats(std::min(most, count) * pixels);
    for (std::size_t first = 0; first < count; first += most) {
        const std::size_t now = std::min(most, count - first);
        for (std::size_t i = 0; i < now; ++i)
            from.make(first + i, std::span(floats).subspan(i * pixels, pixels));
        take(std::span(floats).first(now * pixels), std::span(part.labels).subspan(first, now));
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

std::vector<answer> answers_of(const network_summary& network, engine& trained,
                               const data::labelled_images& part,
                               const data::input_scaling& inputs) {
    const auto classes = static_cast<std::size_t>(network.classes);
    std::vector<answer> found;
    std::vector<float> logits;
    for_images(network, part, inputs, part.count(),
               [&](std::span<const float> images, std::span<const std::uint8_t> labels) {
                   logits.resize(labels.size() * classes);
                   trained.logits(images, logits);
                   for (std::size_t i = 0; i < labels.size(); ++i) {
                       const auto of_image = std::span(logits).subspan(i * classes, classes);
                       const std::vector<double> chances = softmax(of_image);
                       // Probabilities may be equal where logits are not.
                       const auto said = static_cast<std::size_t>(
                           std::ranges::max_element(of_image) - of_image.begin());
                       found.push_back({labels[i], static_cast<std::uint8_t>(said),
                                        static_cast<float>(chances[said]),
                                        static_cast<float>(chances[labels[i]])});
                   }
               });
    return found;
}

evaluation evaluate(const network_summary& network, engine& trained,
                    const data::labelled_images& part, const data::input_scaling& inputs,
                    std::size_t count) {
    evaluation all;
    for_images(network, part, inputs, count,
               [&](std::span<const float> images, std::span<const std::uint8_t> labels) {
                   const evaluation found = trained.evaluate(images, labels);
                   all.loss += found.loss * static_cast<double>(found.images);
                   all.correct += found.correct;
                   all.images += found.images;
               });
    if (all.images > 0) all.loss /= static_cast<double>(all.images);
    return all;
}

}  // namespace typenet::app
