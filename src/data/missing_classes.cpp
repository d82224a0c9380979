// SPDX-License-Identifier: BSL-1.0
#include "data/missing_classes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace typenet::data {

namespace {

std::vector<bool> classes_in(const labelled_images& part, std::size_t classes) {
    std::vector<bool> found(classes);
    for (const std::uint8_t label : part.labels) found[label] = true;
    return found;
}

/// Of labels without names, up to the largest that there is.
std::size_t classes_of(const dataset& set) {
    std::size_t classes = set.class_names.size();
    for (const labelled_images* const part : {&set.train, &set.validation, &set.test})
        for (const std::uint8_t label : part->labels)
            classes = std::max(classes, std::size_t{label} + 1);
    return classes;
}

}  // namespace

std::vector<std::string> missing_classes(const dataset& set) {
    const std::size_t classes = classes_of(set);
    std::vector<std::string> sentences;
    const auto look = [&](const labelled_images& part, std::string_view name) {
        if (part.labels.empty()) return;
        const std::vector<bool> found = classes_in(part, classes);
        std::string missing;
        for (std::size_t c = 0; c < classes; ++c) {
            if (found[c]) continue;
            missing += missing.empty() ? "" : ", ";
            missing += c < set.class_names.size() ? set.class_names[c] : fmt::to_string(c);
        }
        if (!missing.empty())
            sentences.push_back(fmt::format("{}: the {} part has no image of class {}",
                                            set.description, name, missing));
    };
    look(set.train, "training");
    look(set.validation, "validation");
    return sentences;
}

}  // namespace typenet::data
