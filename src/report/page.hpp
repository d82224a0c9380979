// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "report/findings.hpp"
#include "typenet/app/model.hpp"

namespace typenet::report {

/// The whole report, page.html filled in: one HTML document that loads nothing and runs nothing.
/// `trained` gives its first layer's weights.
///
/// **Cost**: less than 2 MB, whatever the network, the data and the length of the log.
/// **Errors**: typenet::error if a picture cannot be made.
std::string page(const app::network_summary& network, app::engine& trained, const findings& found);

}  // namespace typenet::report
