// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "exchange/layout.hpp"
#include "exchange/weights_file.hpp"
#include "typenet/app/model.hpp"

namespace typenet::exchange {

/// What the user says about a file that its names and shapes do not.
struct match_hints {
    std::optional<layout> from;
    /// Layers or tensors of the file, each with the layer or tensor of the network that it is:
    /// "stem" → "conv1", "stem.w" → "conv1.weights".
    std::map<std::string, std::string> places;
};

/// Which tensor of a file is which of a network.
struct layer_match {
    layout from = layout::keras;
    std::string told_by;     ///< what told the layout: "by shapes"
    std::string ordered_by;  ///< what told the order of layers with the same shape
    /// One for each tensor of the network; nothing where the file has none, which only biases,
    /// gamma and beta may lack.
    std::vector<const foreign_tensor*> tensors;
};

/// Matches layers with layers: those of one shape in their order. Names are shown to differ in what
/// tells an order (see `order_of_names`), or the file's metadata has it (`order`, a JSON list of
/// the tensors' names); a normalisation may also follow the layer that it has its name from.
///
/// **Errors**: typenet::error in one sentence, with a table of both sides, where they do not fit,
/// or where layout or order are not told; usage_error for a place that there is not.
layer_match match_layers(const app::network_summary& network, const weights_file& file,
                         const match_hints& hints);

/// Both sides as a table, a line a tensor of the network.
std::string table_of(const app::network_summary& network, const layer_match& match);

}  // namespace typenet::exchange
