// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "drawing/plane.hpp"

namespace typenet::drawing {

/// A picture without the frame that a scanner's lid or a table makes around a sheet: straight lines
/// along all four edges, of one tone, beside which another begins at once. Itself, if there is
/// none; a frame right within a frame is a drawing of lines, and stays.
plane without_frame(const plane& grey);

}  // namespace typenet::drawing
