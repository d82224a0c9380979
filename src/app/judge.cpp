// SPDX-License-Identifier: BSL-1.0
#include "app/judge.hpp"

#include <algorithm>
#include <vector>

#include "data/augment.hpp"

namespace typenet::app {

void for_images(
    const network_facts& network, const data::labelled_images& part, std::size_t count,
    const std::function<void(std::span<const float>, std::span<const std::uint8_t>)>& take) {
    const std::size_t pixels = part.size.pixels();
    const std::size_t most = 8 * static_cast<std::size_t>(network.batch);
    std::vector<float> floats(std::min(most, count) * pixels);
    for (std::size_t first = 0; first < count; first += most) {
        const std::size_t now = std::min(most, count - first);
        for (std::size_t i = 0; i < now; ++i) {
            data::to_floats(part.image(first + i), part.size, 0, 0,
                            std::span(floats).subspan(i * pixels, pixels));
        }
        take(std::span(floats).first(now * pixels), std::span(part.labels).subspan(first, now));
    }
}

evaluation judge(const network_facts& network, engine& how, const data::labelled_images& part,
                 std::size_t count) {
    evaluation all;
    for_images(network, part, count,
               [&](std::span<const float> images, std::span<const std::uint8_t> labels) {
                   const evaluation found = how.evaluate(images, labels);
                   all.loss += found.loss * static_cast<double>(found.images);
                   all.correct += found.correct;
                   all.images += found.images;
               });
    if (all.images > 0) all.loss /= static_cast<double>(all.images);
    return all;
}

}  // namespace typenet::app
