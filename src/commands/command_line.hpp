// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "run/recipe.hpp"

namespace typenet::app {

/// What `typenet train` was asked for.
struct train_options {
    std::string program;  ///< how this program was called
    recipe how;
    std::filesystem::path data;  ///< empty: the built-in digits
    int threads = 0;             ///< 0: all cores
    std::filesystem::path init_from;
    std::filesystem::path resume;      ///< empty: a new run
    std::filesystem::path checkpoint;  ///< that of `resume` unless given
    std::uint32_t checkpoint_every = 500;
    int keep_last = 2;
    std::filesystem::path log;
    std::optional<std::uint32_t> log_every;  ///< the recipe's unless given
    std::filesystem::path report;            ///< empty: none
    bool quiet = false;
};

/// What `typenet eval` was asked for.
struct eval_options {
    std::filesystem::path checkpoint;
    std::filesystem::path data;  ///< as above
    std::string split = "test";
    int threads = 0;
    bool as_json = false;
};

/// What `typenet predict` was asked for.
struct predict_options {
    std::filesystem::path checkpoint;
    std::vector<std::string> images;  ///< files, folders, or "-" for standard input
    int threads = 0;
    bool as_json = false;
};

/// What `typenet report` was asked for.
struct report_options {
    std::string program;  ///< how this program was called
    std::filesystem::path log;
    std::filesystem::path checkpoint;
    std::filesystem::path data;  ///< as above
    std::filesystem::path out;
    int threads = 0;
};

/// What `typenet export` was asked for.
struct export_options {
    std::filesystem::path checkpoint;
    std::filesystem::path onnx;    ///< empty: none
    std::filesystem::path header;  ///< empty: none
};

/// What the whole program was asked for.
struct request {
    enum class kind {
        train,
        eval,
        predict,
        report,
        export_model,
        describe,
        show
    } what = kind::show;
    train_options train;
    eval_options eval;
    predict_options predict;
    report_options report;
    export_options export_model;
    bool describe_as_json = false;
    std::string text;  ///< to show: help, the manual page, or what a shell needs to complete words
};

/// Reads the command line.
///
/// **Errors**: usage_error, one sentence with what was not understood.
request read_command_line(int argc, char** argv);

}  // namespace typenet::app
