// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>

#include "drawing/plane.hpp"

namespace typenet::drawing {

/// The drawing on a grey picture: 0 for paper to 255 for full ink, dark on light as light on dark.
/// A picture larger than 1024 either way is made smaller first.
///
/// Paper is a smooth surface, so it may lie in light that falls off. A frame is cut off. Then the
/// paper of most of the picture is tried: what stands out from it and does not run off the picture
/// is the drawing, so the edge of a table is none. If nothing is drawn there, the paper is what
/// most of the border shows, and the drawing all that stands out. Of it, what is tiny beside the
/// largest piece is dust. There is no drawing where nothing stands out by 16 of 255.
///
/// **Cost**: a few passes over the picture.
/// **Source**: N. Otsu, "A Threshold Selection Method from Gray-Level Histograms", IEEE
/// Transactions on Systems, Man, and Cybernetics 9, 1979, tells ink from paper; for the paper see
/// paper.hpp.
std::optional<plane> ink_of(const plane& grey);

}  // namespace typenet::drawing
