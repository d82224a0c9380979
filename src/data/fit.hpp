// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/dataset.hpp"
#include "data/png.hpp"

namespace typenet::data {

/// A picture made as the images of a data set are, bytes [y][x][channel] of `size`.
///
/// For one channel as MNIST was made: the ink is what differs from the background, which is what
/// most of the picture's border shows, be it light or dark; the ink's box is scaled, with its
/// sides' ratio, to 20/28 of the image's smaller side, and put so that its centre of mass is in the
/// middle. An image of MNIST stays as it is. For three channels the whole picture is scaled to
/// `size`, its colours as they are.
///
/// **Errors**: typenet::error naming `name`: a picture without ink, a size of other channels.
/// **Cost**: one pass over the picture, and two bytes for each of its pixels.
/// **Source**: LeCun's MNIST page; that the centre of mass lies at pixel 14, not between 13 and 14,
/// is measured from its images.
std::vector<std::uint8_t> fit(const picture& from, image_size size, const std::string& name);

}  // namespace typenet::data
