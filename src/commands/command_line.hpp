// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>

#include "commands/describe.hpp"
#include "commands/eval.hpp"
#include "commands/export.hpp"
#include "commands/import.hpp"
#include "commands/predict.hpp"
#include "commands/report.hpp"
#include "run/training_run.hpp"

namespace typenet::app {

/// What the whole program was asked for.
struct request {
    enum class kind {
        train,
        eval,
        predict,
        report,
        export_model,
        import_weights,
        describe,
        show
    } what = kind::show;
    std::string network;  ///< by its name, for what reads no checkpoint; empty: the default one
    train_options train;
    eval_options eval;
    predict_options predict;
    report_options report;
    export_options export_model;
    import_options import_weights;
    describe_options describe;
    std::string text;  ///< to show: help, the manual page, or a shell's completions
};

/// Reads the command line of a program with these networks, the default one first; none if its only
/// network has no name.
///
/// **Errors**: usage_error, one sentence about what is wrong.
request read_command_line(int argc, char** argv, std::span<const std::string> networks);

}  // namespace typenet::app
