// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "report/findings.hpp"
#include "typenet/app/model.hpp"

/// The parts of the page, each as HTML, without its heading.
namespace typenet::report {

/// Which class was taken for which, and each class alone.
std::string confusion_section(const app::network_summary& network, const findings& found);

/// The images whose truth was thought least likely.
std::string mistakes_section(const findings& found);

/// Whether what is said with a confidence of 90 % is right nine times out of ten.
std::string calibration_section(const findings& found);

/// The weights that lie directly on the images, as pictures; what else is said if there are none.
std::string filters_section(const app::network_summary& network, app::engine& trained);

/// The network's shapes as blocks, and its table of layers.
std::string blocks_section(const app::network_summary& network);

/// How long each stage of a training step took.
std::string stages_section(const app::network_summary& network, const findings& found);

}  // namespace typenet::report
