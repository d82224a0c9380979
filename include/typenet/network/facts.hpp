// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/shape.hpp"
#include "typenet/layer/layer.hpp"
#include "typenet/layer/window_geometry.hpp"

/// @file
/// A network's facts as plain values, for code that has no business with its type.
namespace typenet {

/// One row of a network's table: a layer as the user wrote it, with what follows from its place.
struct layer_facts {
    text spelling;                            ///< "conv<32,5>"
    text name;                                ///< "conv1": kind and number among its kind
    layer_role role = layer_role::transform;  ///< whether it computes, renames or judges
    int ordinal = 0;                          ///< 0 for the first of its kind
    shape in;                                 ///< what it is given
    shape out;                                ///< what it gives
    extent parameters = 0;                    ///< scalars in all its tensors
    extent multiply_adds = 0;                 ///< forward, one image
    text kind;                                ///< "conv"
    window_geometry windows;                  ///< of a convolution or pooling
};

/// One named parameter tensor and its place in the one buffer that holds them all.
struct parameter_facts {
    text name;               ///< "conv1.weights"
    parameter_shape tensor;  ///< its extents
    int layer = 0;           ///< index into `network::layer_table`
    extent offset = 0;       ///< in scalars; a multiple of a cache line of floats
};

/// One row of a plan's table: layers that one kernel computes, for a minibatch.
struct stage_facts {
    basic_text<127> layers;          ///< "conv1 + relu1 + max_pool1"
    text kernel;                     ///< what computes them, for people
    text why;                        ///< this kernel and no other
    double dense_operations = 0;     ///< multiply-adds of a training step by plain products
    double operations = 0;           ///< those that the kernel takes
    extent bytes = 0;                ///< that a step moves for it at least
    extent out = 0;                  ///< offsets in the arena
    extent saved = -1;               ///< -1: keeps nothing but its output
    extent out_gradient = 0;         ///< offset of the gradient of its output
    extent out_bytes = 0;            ///< of the output, and of its gradient
    extent saved_bytes = 0;          ///< of what it keeps beside its output
    extent forward_room_bytes = 0;   ///< shared by all threads, while it runs forward
    extent backward_room_bytes = 0;  ///< the same, backward
};

}  // namespace typenet
