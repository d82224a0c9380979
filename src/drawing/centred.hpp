// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>

#include "drawing/plane.hpp"

namespace typenet::drawing {

/// The drawing on a grey picture, `height` x `width`, as MNIST was made: the ink, which is what
/// ink_of finds, be it light or dark; its box is scaled, with its sides' ratio, to 20/28 of the
/// image's smaller side, and put so that its centre of mass is in the middle. An image of MNIST, or
/// its negative, stays as it is. Nothing, where nothing is drawn.
///
/// **Cost**: a few passes over the picture.
/// **Source**: LeCun's MNIST page; that the centre of mass lies at pixel 14, not between 13 and 14,
/// is measured from its images.
std::optional<plane> centred(const plane& grey, int height, int width);

}  // namespace typenet::drawing
