// SPDX-License-Identifier: BSL-1.0
#include "data/digest.hpp"

#include <fmt/core.h>

#include "checkpoint/checksum.hpp"

namespace typenet::data {

std::string digest_of(const dataset& set) {
    const auto part = [](const labelled_images& from) {
        checkpoint::checksum sum;
        sum.add(fmt::format("{}x{}x{}", from.size.height, from.size.width, from.size.channels));
        sum.add(std::as_bytes(std::span(from.pixels)));
        sum.add(std::as_bytes(std::span(from.labels)));
        // What a set does not have leaves the sum as it is: sets of bytes and labels keep theirs.
        sum.add(std::as_bytes(std::span(from.values)));
        sum.add(std::as_bytes(std::span(from.targets)));
        return sum.text();
    };
    return fmt::format("{}-{}-{}", part(set.train), part(set.validation), part(set.test));
}

}  // namespace typenet::data
