// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/dataset.hpp"
#include "data/picture.hpp"

namespace typenet::data {

/// A picture made as the images of a data set are, bytes [y][x][channel] of `size`.
///
/// For one channel as MNIST was made: the ink alone, scaled and put in the middle, as
/// drawing::centred has it. For three channels the whole picture is scaled to `size`, its colours
/// as they are.
///
/// For both, what is transparent shows a ground: white under a picture whose opaque part is dark,
/// black under a light one.
///
/// **Errors**: typenet::error naming `name`: a picture without ink, a size of other channels.
/// **Cost**: a few passes over the picture, and a byte for each of its pixels.
std::vector<std::uint8_t> fit(const picture& from, image_size size, const std::string& name);

}  // namespace typenet::data
