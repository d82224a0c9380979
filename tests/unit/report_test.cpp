// SPDX-License-Identifier: BSL-1.0
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "catch.hpp"
#include "data/class_names.hpp"
#include "data/png.hpp"
#include "evaluate/answer.hpp"
#include "evaluate/calibration.hpp"
#include "evaluate/confusion.hpp"
#include "report/axis.hpp"
#include "report/bitmap.hpp"
#include "report/line_chart.hpp"
#include "report/words.hpp"
#include "run/history.hpp"
#include "support/machine.hpp"

namespace {

using namespace typenet::report;
using typenet::app::answer;
using typenet::app::calibration;
using typenet::app::confusion;
using typenet::app::worst_mistakes;
using typenet::data::class_name;

using numbers = std::vector<double>;

bool is_near(double a, double b) { return std::abs(a - b) <= 1e-12 * (1 + std::abs(b)); }

bool are_near(const numbers& a, const numbers& b) {
    bool near = a.size() == b.size();
    for (std::size_t i = 0; near && i < a.size(); ++i) near = is_near(a[i], b[i]);
    return near;
}

answer said(std::uint8_t truth, std::uint8_t what, float confidence, float of_truth) {
    return {truth, what, confidence, of_truth};
}

/// The picture that a data URI holds.
typenet::data::picture decoded(const std::string& uri) {
    const std::string head = "data:image/png;base64,";
    REQUIRE(uri.substr(0, head.size()) == head);
    const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::vector<std::byte> bytes;
    unsigned bits = 0;
    int count = 0;
    REQUIRE((uri.size() - head.size()) % 4 == 0);
    for (std::size_t i = head.size(); i < uri.size() && uri[i] != '='; ++i) {
        bits = bits << 6 | static_cast<unsigned>(letters.find(uri[i]));
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes.push_back(static_cast<std::byte>(bits >> count & 255));
    }
    return typenet::data::read_png(bytes, "a data URI");
}

}  // namespace

TEST_CASE("the expected calibration error is that of its definition", "[report]") {
    // Two in [0.9, 1]: mean confidence 0.95, accuracy 1/2. Two in [0.5, 0.6): 0.55, 1. A border
    // belongs to the bin above it.
    const std::vector<answer> answers{said(0, 0, 0.92F, 0.92F), said(1, 0, 0.98F, 0.01F),
                                      said(2, 2, 0.5F, 0.5F), said(3, 3, 0.6F - 1e-7F, 0.6F)};
    const calibration found(answers);
    CHECK(found.images() == 4);
    CHECK(found[9].images == 2);
    CHECK(found[5].images == 2);
    CHECK(found[4].images == 0);
    CHECK(found[9].accuracy == 0.5);
    CHECK(std::abs(found[9].confidence - 0.95) < 1e-6);
    CHECK(found[5].accuracy == 1);
    CHECK(std::abs(found.mean_confidence() - 0.75) < 1e-6);
    CHECK(std::abs(found.expected_error() - (0.5 * 0.45 + 0.5 * 0.45)) < 1e-6);
    // Certainty is within the last bin.
    CHECK(calibration(std::vector{said(0, 0, 1, 1)})[9].images == 1);
    CHECK(calibration({}).expected_error() == 0);
}

TEST_CASE("confusions are counted, and the worst mistakes found", "[report]") {
    const std::vector<answer> answers{said(0, 0, 0.9F, 0.9F), said(0, 1, 0.5F, 0.4F),
                                      said(1, 0, 0.8F, 0.1F), said(0, 1, 0.9F, 0.1F),
                                      said(2, 2, 0.4F, 0.4F), said(1, 2, 0.7F, 0.2F)};
    const confusion counts(4, answers);
    CHECK(counts.at(0, 1) == 2);
    CHECK(counts.at(1, 0) == 1);
    CHECK(counts.images(0) == 3);
    CHECK(counts.said(2) == 2);
    CHECK(is_near(counts.accuracy(0), 1.0 / 3));
    CHECK(counts.precision(2) == 0.5);
    CHECK(counts.accuracy(3) == 0);
    const auto frequent = counts.most_frequent(2);
    REQUIRE(frequent.size() == 2);
    CHECK((frequent[0].truth == 0 && frequent[0].said == 1 && frequent[0].images == 2));
    CHECK((frequent[1].truth == 1 && frequent[1].said == 0));
    CHECK(counts.most_frequent(9).size() == 3);
    CHECK(worst_mistakes(answers, 3) == std::vector<std::size_t>{2, 3, 5});
    CHECK(worst_mistakes(answers, 9).size() == 4);
}

TEST_CASE("axes begin and end at round numbers and have ticks between", "[report]") {
    CHECK(are_near(linear_axis(0, 2149).ticks, {0, 500, 1000, 1500, 2000, 2500}));
    CHECK(are_near(linear_axis(0.87, 1).ticks, {0.85, 0.9, 0.95, 1}));
    CHECK(are_near(linear_axis(-3, 12, 3).ticks, {-5, 0, 5, 10, 15}));
    CHECK(are_near(linear_axis(0, 0).ticks, {0, 0.2, 0.4, 0.6, 0.8, 1}));
    CHECK(linear_axis(7, 7).low < 7);
    CHECK(linear_axis(1e17, 1e17 + 16).ticks.size() < 12);
    CHECK(is_near(logarithmic_axis(1e-320, 1).low, 1e-12));
    CHECK(linear_axis(-7, -7).high > -7);
    const axis some = linear_axis(0, 10);
    CHECK(is_near(some.position(2.5), 0.25));

    CHECK(are_near(logarithmic_axis(0.002, 60000).ticks, {0.001, 0.1, 10, 1000, 100000}));
    CHECK(are_near(logarithmic_axis(0.012, 2.3).ticks, {0.01, 0.1, 1, 10}));
    CHECK(are_near(logarithmic_axis(0.3, 9).ticks, {0.2, 0.5, 1, 2, 5, 10}));
    CHECK(logarithmic_axis(1, 1).low < logarithmic_axis(1, 1).high);
    const axis decades = logarithmic_axis(0.01, 100);
    CHECK(is_near(decades.position(1), 0.5));
    CHECK(decades.position(0) < 0);
    for (const double low : {1e-6, 0.3, 1.0, 47.0})
        for (const double times : {1.0, 1.7, 30.0, 1e5}) {
            for (const axis& made :
                 {linear_axis(low, low * times), logarithmic_axis(low, low * times)}) {
                CHECK(made.low <= low * (1 + 1e-12));
                CHECK(made.high >= low * times * (1 - 1e-12));
                CHECK((made.ticks.size() >= 2 && made.ticks.size() <= 12));
            }
        }
}

TEST_CASE("lines are smoothed and thinned without losing where they go", "[report]") {
    std::vector<point> points;
    for (int i = 0; i < 1000; ++i) points.push_back({double(i), i % 2 == 0 ? 1.0 : 3.0});
    points[321].y = 77;
    points[654].y = -5;
    const std::vector<point> few = thinned(points, 100);
    CHECK(few.size() <= 100);
    bool high = false;
    bool low = false;
    for (std::size_t i = 0; i < few.size(); ++i) {
        high = high || (few[i].x == 321 && few[i].y == 77);
        low = low || (few[i].x == 654 && few[i].y == -5);
        CHECK((i == 0 || few[i - 1].x < few[i].x));
    }
    CHECK((high && low));
    CHECK(thinned(points, 1000).size() == 1000);

    points[10].y = std::numeric_limits<double>::quiet_NaN();
    const std::vector<point> smooth = smoothed(points);
    REQUIRE(smooth.size() == 999);
    CHECK(std::abs(smooth[500].y - 2) < 0.1);
    CHECK(is_near(smoothed(std::vector<point>{{1, 5}, {2, 9}})[1].y, 9));  // too few to smooth
}

TEST_CASE("a chart draws what is finite within its axes", "[report]") {
    const line_chart chart{"Loss",
                           "step",
                           linear_axis(0, 100),
                           linear_axis(0, 4),
                           brief,
                           {{"test",
                             "test",
                             {{0, 4}, {50, std::numeric_limits<double>::infinity()}, {100, 0}},
                             true}}};
    const std::string html = chart.figure();
    CHECK(html.find("d='M52.0 10.0L426.0 208.0'") != std::string::npos);
    CHECK(html.find("inf") == std::string::npos);
    CHECK(html.find(">test</span>") != std::string::npos);
    CHECK(html.find("<title>test: 4 after step 0</title>") != std::string::npos);
}

TEST_CASE("pictures hold the pixels that they are made of", "[report]") {
    const std::vector<std::uint8_t> ink{0, 51, 255, 100, 0, 0};
    const auto grey = decoded(data_uri(bitmap_of(ink, {2, 3, 1}, 8)));
    REQUIRE((grey.height == 2 && grey.width == 3));
    CHECK(grey.pixels[0] == 255);  // paper
    CHECK(grey.pixels[4 + 2] == 204);
    CHECK(grey.pixels[8] == 0);
    const std::vector<std::uint8_t> colours{255, 0, 9, 1, 2, 3};
    const auto coloured = decoded(data_uri(bitmap_of(colours, {1, 2, 3}, 8)));
    CHECK(coloured.pixels == std::vector<std::uint8_t>{255, 0, 9, 255, 1, 2, 3, 255});
    // Two channels are one ink, and what is too large is averaged, the last block what there is.
    const std::vector<std::uint8_t> large{0, 100, 0, 100, 0, 0, 200, 200, 0, 0};
    const bitmap small = bitmap_of(large, {1, 5, 2}, 3);
    REQUIRE((small.height == 1 && small.width == 3));
    CHECK(small.pixels[0] == 205);
    CHECK(small.pixels[4] == 155);
    CHECK(small.pixels[8] == 255);

    // Floats have no black and white of their own.
    typenet::data::labelled_images floats;
    floats.size = {1, 3, 1};
    floats.values = {9, 9, 9, -100, 155, -49};
    CHECK(bitmap_of(floats, 0, 8).pixels[0] == 255);
    const bitmap drawn = bitmap_of(floats, 1, 8);
    CHECK(drawn.pixels[0] == 255);
    CHECK(drawn.pixels[4] == 0);
    CHECK(drawn.pixels[8] == 204);

    // Every other weight is another filter's.
    const std::vector<float> weights{0.5F, 9, -1, 9, 0, 9};
    const bitmap filter = bitmap_of_weights(weights.data(), {1, 3, 1}, 2, 8);
    CHECK(filter.pixels[3] == 128);
    CHECK(filter.pixels[0] > filter.pixels[2]);  // above 0: orange
    CHECK(filter.pixels[7] == 255);
    CHECK(filter.pixels[4] < filter.pixels[6]);  // below: blue
    CHECK(filter.pixels[11] == 0);
    const std::vector<float> zeros(3);
    CHECK(bitmap_of_weights(zeros.data(), {1, 1, 3}, 1, 8).pixels[0] == 128);
}

TEST_CASE("texts are fit for HTML whatever they hold", "[report]") {
    CHECK(escaped("<a href=\"x\" b='y'>&amp;") ==
          "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;");
    CHECK(escaped("a\nb\x1b[m\x7f") == "a?b?[m?");
    CHECK(escaped("caf\xC3\xA9 \xFF") == "caf\xC3\xA9 \xEF\xBF\xBD");
    CHECK(escaped("\xC3(\xE2\x82") == "\uFFFD(\uFFFD");  // cut off, in the middle and at the end
    CHECK(escaped("\xC2\x9B[m") == "?[m");               // a terminal's U+009B
    CHECK(shortened("\xFF\xFE\xFD", 2) == "\uFFFD…");
    CHECK(shortened("äöüß", 4) == "äöüß");
    CHECK(shortened("äöüßx", 4) == "äöü…");
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(-1000) == "-1,000");
    CHECK(grouped(3274634) == "3,274,634");
    CHECK(percent(0.99412) == "99.41\u00A0%");
    CHECK(brief(94270.4) == "94,270");
    CHECK(brief(0.0163999) == "0.0164");
    CHECK(duration(9.25) == "9.2 s");
    CHECK(duration(93.2) == "1 min 33 s");
    CHECK(duration(3599.7) == "1 h 0 min");
    CHECK(class_name(1, {"cat", "dog"}) == "dog");
    CHECK(class_name(2, {"cat", "dog"}) == "2");
}

TEST_CASE("a history forgets what a resumed run does again", "[report]") {
    typenet::app::history all;
    all.started({});
    for (std::uint32_t step = 1; step <= 5; ++step) {
        typenet::app::step_event e;
        e.step = step;
        all.stepped(e);
        all.evaluated({"validation", step, {}});
    }
    all.ended({});
    typenet::app::start_event again;
    again.resumed = "x";
    again.after_step = 3;
    all.started(again);
    CHECK(all.steps().size() == 3);
    CHECK(all.evaluations().size() == 3);
    CHECK(!all.end());
    CHECK(all.start()->resumed == "x");
    all.started({});  // a new run, in the same log
    CHECK(all.steps().empty());
}

TEST_CASE("the machine is told as the system tells it", "[report]") {
    const typenet::app::machine here = typenet::app::this_machine();
    CHECK(here.cores > 0);
    CHECK(here.memory_bytes > 1U << 20);
    CHECK(here.system.find("Linux") != std::string::npos);
    CHECK(here.processor.find('\n') == std::string::npos);
}
