// SPDX-License-Identifier: BSL-1.0
#include "export_network.hpp"
#include "typenet/networks/autoencoder.hpp"
#include "typenet/networks/ds_cnn.hpp"
#include "typenet/networks/mobilenet_v1.hpp"
#include "typenet/networks/resnet8.hpp"

namespace typenet::exporting {

void export_known_networks(const std::filesystem::path& folder) {
    export_network<networks::resnet8>(
        folder, "resnet8", {data::value_kind::bytes, {0.49, 0.48, 0.45}, {0.25, 0.24, 0.26}});
    export_network<networks::ds_cnn>(folder, "ds_cnn");
    export_network<networks::mobilenet_v1>(folder, "mobilenet_v1");
    export_network<networks::autoencoder>(folder, "autoencoder");
}

}  // namespace typenet::exporting
