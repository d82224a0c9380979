// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "data/dataset.hpp"
#include "evaluate/answer.hpp"
#include "evaluate/value_errors.hpp"
#include "typenet/plan/stage_time.hpp"
#include "typenet/train/step.hpp"

/// What a report is made of. Nothing here is fit for HTML yet: texts may hold any bytes.
namespace typenet::report {

/// A row of a table of two columns.
struct entry {
    std::string name;
    std::string value;
};

/// A training step in the run's log; losses may be infinite or not a number.
struct logged_step {
    std::uint32_t step = 0;
    double loss = 0;
    double accuracy = 0;
    double learning_rate = 0;
    double milliseconds = 0;
};

/// An evaluation in the run's log.
struct logged_evaluation {
    std::string split;
    std::uint32_t step = 0;
    evaluation found;
};

/// One of the images with the largest losses, of a network that is no classifier.
struct large_loss {
    std::size_t image = 0;
    double loss = 0;
    std::vector<std::uint8_t> output;  ///< as a picture, if images are and the network makes them
};

struct findings {
    std::string title;    ///< the program's name
    std::string written;  ///< when, for people
    std::vector<entry> run;
    std::vector<entry> settings;
    std::vector<entry> machine;
    std::vector<logged_step> steps;
    std::vector<logged_evaluation> evaluations;
    std::vector<std::string> class_names;  ///< by label; none if the classes have no names
    const data::labelled_images& images;   ///< the test images
    bool classifies = true;                ///< whether there is an answer to each image
    std::vector<app::answer> answers;      ///< one for each image of a classifier
    evaluation test;                       ///< over the same images
    app::value_errors errors;              ///< of a network that is no classifier
    std::vector<large_loss> worst;         ///< of the same, the worst first
    std::vector<stage_time> stages;        ///< of a training step
    double step_seconds = 0;
};

}  // namespace typenet::report
