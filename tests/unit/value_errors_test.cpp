// SPDX-License-Identifier: BSL-1.0
#include "evaluate/value_errors.hpp"

#include <memory>
#include <optional>
#include <random>
#include <vector>

#include "catch.hpp"
#include "evaluate/evaluate.hpp"
#include "typenet/app.hpp"

namespace {

using namespace typenet;
using app::area_under_curve;

using scores = std::vector<double>;
using labels = std::vector<std::uint8_t>;

/// By its definition, pair by pair.
double by_pairs(const scores& score, const labels& label) {
    double ordered = 0;
    double pairs = 0;
    for (std::size_t i = 0; i < score.size(); ++i) {
        for (std::size_t j = 0; j < score.size(); ++j) {
            if (label[i] != 1 || label[j] != 0) continue;
            ++pairs;
            if (score[i] > score[j]) ordered += 1;
            if (score[i] == score[j]) ordered += 0.5;
        }
    }
    return ordered / pairs;
}

using squeeze = network<input<3>, dense<3>, mean_squared_error>;
using halves = network<input<3>, dense<2>, mean_squared_error>;

}  // namespace

TEST_CASE("the area under the curve counts pairs, ties half", "[value_errors]") {
    CHECK(area_under_curve(scores{1, 2, 3, 4}, labels{0, 0, 1, 1}) == 1.0);
    CHECK(area_under_curve(scores{4, 3, 2, 1}, labels{0, 0, 1, 1}) == 0.0);
    CHECK(area_under_curve(scores{5, 5, 5, 5}, labels{0, 1, 0, 1}) == 0.5);
    CHECK(area_under_curve(scores{1, 2, 2, 3}, labels{0, 0, 1, 1}) == 0.875);
    std::mt19937 random(3);
    for (int round = 0; round < 50; ++round) {
        scores some(2 + random() % 60);
        labels of(some.size());
        for (std::size_t i = 0; i < some.size(); ++i) {
            some[i] = static_cast<double>(random() % 12);
            of[i] = static_cast<std::uint8_t>(random() % 2);
        }
        of[0] = 0;
        of[1] = 1;
        REQUIRE(area_under_curve(some, of).has_value());
        CHECK(std::abs(*area_under_curve(some, of) - by_pairs(some, of)) < 1e-12);
    }
}

TEST_CASE("there is no curve without normal and abnormal images", "[value_errors]") {
    CHECK(!area_under_curve(scores{1, 2}, labels{}));
    CHECK(!area_under_curve(scores{}, labels{}));
    CHECK(!area_under_curve(scores{1, 2}, labels{0, 0}));
    CHECK(!area_under_curve(scores{1, 2}, labels{1, 1}));
    CHECK(!area_under_curve(scores{1, 2, 3}, labels{0, 1, 2}));
}

TEST_CASE("the largest losses come first, of equal ones the earlier", "[value_errors]") {
    const scores losses{1, 5, 2, 5, 0};
    CHECK(app::largest_losses(losses, 3) == std::vector<std::size_t>{1, 3, 2});
    CHECK(app::largest_losses(losses, 9) == std::vector<std::size_t>{1, 3, 2, 0, 4});
    CHECK(app::largest_losses({}, 9).empty());
}

TEST_CASE("an autoencoder's images are their own targets", "[value_errors]") {
    // Its parameters are 0, and so are its outputs.
    const app::model network = app::model_of<squeeze, adam, batch<2>>();
    const auto engine = network.make(1);
    data::labelled_images part{.size = {1, 1, 3}};
    part.values = {1, 2, 3, 0, 0, 0, 3, 0, 0};
    part.labels = {1, 0, 1};
    const app::value_errors found = app::errors_of(network.summary, *engine, part, {});
    CHECK(found.reconstructs);
    CHECK(found.losses == scores{14.0 / 3, 0, 3});
    REQUIRE(found.mean_absolute);
    CHECK(*found.mean_absolute == 1.0);
    CHECK(found.area_under_curve == 1.0);
    CHECK(std::abs(app::evaluate(network.summary, *engine, part, {}, 3).loss - 23.0 / 9) < 1e-12);
    // What the network is given is scaled, and so is what it is to give.
    const app::value_errors scaled =
        app::errors_of(network.summary, *engine, part, {data::value_kind::floats, {1.0}, {0.5}});
    CHECK(scaled.losses == scores{(0 + 4 + 16) / 3.0, 4, (16 + 4 + 4) / 3.0});
}

TEST_CASE("a regression has targets, and no curve", "[value_errors]") {
    const app::model network = app::model_of<halves, adam, batch<2>>();
    CHECK(network.summary.classes == 0);
    const auto engine = network.make(1);
    data::labelled_images part{.size = {1, 1, 3}};
    part.values = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    part.targets = {1, 1, -2, 0, 0, 0};
    part.labels = {0, 1, 1};
    const app::value_errors found = app::errors_of(network.summary, *engine, part, {});
    CHECK(!found.reconstructs);
    CHECK(found.losses == scores{1, 2, 0});
    REQUIRE(found.mean_absolute);
    CHECK(std::abs(*found.mean_absolute - 4.0 / 6) < 1e-12);
    CHECK(!found.area_under_curve);
}
