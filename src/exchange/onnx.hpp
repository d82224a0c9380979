// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "data/input_scaling.hpp"
#include "typenet/app/model.hpp"

namespace typenet::exchange {

/// The trained network as an ONNX model (operators of set 13): what evaluation computes, up to the
/// outputs.
///
/// **Shapes**: input "image" [images, H, W, C], or "values" [images, count] if it is flat; output
/// "logits" [images, classes], or of another network than a classifier "outputs" of the shape that
/// its loss gets; the number of images is free. Inside, images are [C, H, W] where ONNX's operators
/// want them so.
/// **Units**: pixels from 0, paper, to 1, full ink, or the numbers of the training data; the model
/// scales them itself.
/// **Errors**: as `exported`; typenet::error for weights beyond the 2 GiB that a message may have.
/// **Source**: onnx.ai, "ONNX IR specification" and onnx.proto for the numbers of the fields.
std::string onnx_model(const app::network_summary& network, app::engine& trained,
                       const data::input_scaling& inputs, const std::string& producer_version);

}  // namespace typenet::exchange
