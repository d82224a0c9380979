// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "data/input_scaling.hpp"
#include "typenet/app/model.hpp"

namespace typenet::exchange {

/// The trained network as one C++20 header that needs no library, no heap and no exceptions, not
/// even a hosted implementation: its weights as constants, and functions in the namespace `name`
/// that compute the logits and the class of an image, or the outputs of another network than a
/// classifier. Headers of several networks may have one name in one program, though not in one
/// source file.
///
/// **Units**: pixels from 0, paper, to 1, full ink, or the numbers of the training data; the
/// network scales them itself.
/// **Errors**: as `exported`.
/// **Cost**: weights are written as the bytes of string literals: g++ and clang compile three
/// million of them in a second, where a list of numbers takes ten.
std::string header_source(const app::network_summary& network, app::engine& trained,
                          const data::input_scaling& inputs, std::string_view name,
                          std::string_view about);

/// How many bytes such a header takes of a machine's memory, beside code and a little stack.
struct header_memory {
    extent weight_bytes = 0;     ///< of its constants; a batch normalisation has two a channel
    extent workspace_bytes = 0;  ///< of what an image needs on its way
};

/// Those of a network whose inputs are not scaled; none if it cannot be exported.
std::optional<header_memory> header_memory_of(const app::network_summary& network);

/// A file's name as the name of a namespace: "my digits.hpp" gives "my_digits_network".
std::string namespace_of(std::string_view file_stem);

}  // namespace typenet::exchange
