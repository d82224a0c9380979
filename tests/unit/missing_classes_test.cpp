// SPDX-License-Identifier: BSL-1.0
#include "data/missing_classes.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"

namespace {

using namespace typenet;
using sentences = std::vector<std::string>;

data::dataset set_of(std::vector<std::uint8_t> train, std::vector<std::uint8_t> validation,
                     std::vector<std::uint8_t> test) {
    data::dataset set;
    set.description = "images";
    set.train.labels = std::move(train);
    set.validation.labels = std::move(validation);
    set.test.labels = std::move(test);
    return set;
}

}  // namespace

TEST_CASE("a part that lacks a class is told", "[missing_classes]") {
    CHECK(data::missing_classes(set_of({0, 1, 2}, {2, 1, 0}, {0})).empty());
    // As where files are sorted by class: the first are the validation part.
    CHECK(data::missing_classes(set_of({1, 2}, {0, 0}, {0, 1, 2})) ==
          sentences{"images: the training part has no image of class 0",
                    "images: the validation part has no image of class 1, 2"});
}

TEST_CASE("classes that have names are told by them, also one without any image",
          "[missing_classes]") {
    data::dataset set = set_of({0, 1}, {1}, {0});
    set.class_names = {"cat", "dog", "cow"};
    CHECK(data::missing_classes(set) ==
          sentences{"images: the training part has no image of class cow",
                    "images: the validation part has no image of class cat, cow"});
}
