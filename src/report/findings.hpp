// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/dataset.hpp"
#include "evaluate/answer.hpp"
#include "typenet/train/step.hpp"

/// What a report is made of. Nothing here is fit for HTML yet: texts may hold any bytes.
namespace typenet::report {

/// A row of a table: what, and how much of it.
struct fact {
    std::string name;
    std::string value;
};
using facts = std::vector<fact>;

/// What a run's log says of one training step; losses may be infinite or no numbers.
struct logged_step {
    std::uint32_t step = 0;
    double loss = 0;
    double accuracy = 0;
    double learning_rate = 0;
    double milliseconds = 0;
};

/// What a run's log says of one evaluation.
struct logged_evaluation {
    std::string split;
    std::uint32_t step = 0;
    evaluation found;
};

struct findings {
    std::string title;    ///< the program's name
    std::string written;  ///< when, for people
    facts run;
    facts settings;
    facts machine;
    std::vector<logged_step> steps;
    std::vector<logged_evaluation> evaluations;
    std::vector<std::string> class_names;  ///< by label; none if the classes have no names
    const data::labelled_images& images;   ///< those that were judged
    std::vector<answer> answers;           ///< one for each image
    evaluation judged;                     ///< over the same images
    std::vector<stage_time> stages;        ///< of a training step
    double step_seconds = 0;
};

}  // namespace typenet::report
