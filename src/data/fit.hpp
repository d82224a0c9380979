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
/// For one channel as MNIST was made: the ink, which is what ink_of finds, be it light or dark; its
/// box is scaled, with its sides' ratio, to 20/28 of the image's smaller side, and put so that its
/// centre of mass is in the middle. An image of MNIST, or its negative, stays as it is. For three
/// channels the whole picture is scaled to `size`, its colours as they are.
///
/// For both, what is transparent shows a ground: white under a picture whose opaque part is dark,
/// black under a light one.
///
/// **Errors**: typenet::error naming `name`: a picture without ink, a size of other channels.
/// **Cost**: a few passes over the picture, and a byte for each of its pixels.
/// **Source**: LeCun's MNIST page; that the centre of mass lies at pixel 14, not between 13 and 14,
/// is measured from its images.
std::vector<std::uint8_t> fit(const picture& from, image_size size, const std::string& name);

}  // namespace typenet::data
