// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "report/fields.hpp"
#include "report/findings.hpp"
#include "typenet/app/model.hpp"

/// The fields of each section of page.html.
namespace typenet::report {

/// Charts from the run's log: loss, accuracy, learning rate, time of a step.
fields training_section(const findings& found);

/// The network's shapes as blocks, and its table of layers.
fields network_section(const app::network_summary& network);

/// Which class was taken for which, and each class alone.
fields confusion_section(const app::network_summary& network, const findings& found);

/// The images whose true class the network thought least likely.
fields mistakes_section(const findings& found);

/// The images with the largest losses, of a network that is no classifier.
fields errors_section(const findings& found);

/// Whether what is said with a confidence of 90 % is right nine times out of ten.
fields calibration_section(const findings& found);

/// The weights that lie directly on the images, as pictures; false if there are none.
///
/// **Errors**: typenet::error if a picture cannot be made.
fields filters_section(const app::network_summary& network, app::engine& trained);

/// How long each stage of a training step took; false if there are no stages.
fields times_section(const app::network_summary& network, const findings& found);

/// The run, its recipe and the machine, a table each.
fields settings_section(const findings& found);

/// The numbers that the charts are drawn from; of a long log a part of its steps.
fields log_section(const findings& found);

}  // namespace typenet::report
