// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace typenet {

/// How long a stage of a training step took, in seconds.
struct stage_time {
    double forward = 0;   ///< to the outputs
    double backward = 0;  ///< the update of its parameters included
};

}  // namespace typenet
