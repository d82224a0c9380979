// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include "web/network.hpp"

/// What both modules say of the network's tensors, and what a network must be to have a page.
namespace typenet::web {

static_assert(loss_of<network>::classifies,
              "typenet_add_web_page expects a classifier: the page has a bar for each class");
static_assert(network::input_shape.channels == 1,
              "typenet_add_web_page expects images of one channel: one draws in ink");

extern "C" {

[[clang::export_name("tensors")]] inline std::size_t web_tensors() {
    return network::tensors.size();
}
[[clang::export_name("tensor_name")]] inline const char* web_tensor_name(std::size_t i) {
    return network::tensors[i].name.view().data();
}
[[clang::export_name("tensor_name_size")]] inline std::size_t web_tensor_name_size(std::size_t i) {
    return network::tensors[i].name.view().size();
}
[[clang::export_name("tensor_size")]] inline int web_tensor_size(std::size_t i) {
    return static_cast<int>(network::tensors[i].tensor.size());
}

}  // extern "C"

}  // namespace typenet::web
