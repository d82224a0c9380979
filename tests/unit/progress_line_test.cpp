// SPDX-License-Identifier: BSL-1.0
#include "run/progress_line.hpp"

#include <string>

#include "catch.hpp"

namespace {

using typenet::app::duration_text;
using typenet::app::progress;
using typenet::app::progress_line;
using typenet::app::terminal;

terminal wide(int width) {
    terminal on;
    on.redraws = true;
    on.width = width;
    return on;
}

progress halfway() {
    progress now;
    now.step = 1000;
    now.steps = 2000;
    now.epoch = 2.327;
    now.images_per_second = 4321.4;
    now.loss = 0.04321;
    now.validation_accuracy = 0.9876;
    now.seconds_left = 3675;
    return now;
}

/// How many columns a text takes: all characters here are one wide, colours none.
int columns(const std::string& line) {
    int count = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '\x1b')
            i = line.find('m', i);
        else if ((line[i] & 0xC0) != 0x80)
            ++count;
    }
    return count;
}

}  // namespace

TEST_CASE("a wide terminal shows everything", "[progress]") {
    CHECK(progress_line(halfway(), wide(120)) ==
          "[###############...............]  1000/2000  epoch 2.33  4321 images/s  loss 0.0432  "
          "val 98.76 %  1:01:15 left");
    progress early = halfway();
    early.validation_accuracy.reset();
    CHECK(progress_line(early, wide(120)).find("val") == std::string::npos);
}

TEST_CASE("no line is as wide as its terminal", "[progress]") {
    terminal on = wide(0);
    for (const bool unicode : {false, true}) {
        for (const bool colour : {false, true}) {
            on.unicode = unicode;
            on.colour = colour;
            for (on.width = 0; on.width < 200; ++on.width) {
                CAPTURE(on.width, unicode, colour);
                CHECK(columns(progress_line(halfway(), on)) <= std::max(0, on.width - 1));
            }
        }
    }
}

TEST_CASE("what is wanted least is left out first", "[progress]") {
    std::size_t shown = 0;
    for (int width = 10; width < 110; ++width) {
        const std::string line = progress_line(halfway(), wide(width));
        std::size_t now = 0;
        for (const char* const part : {"1000/2000", "1:01:15 left", "loss 0.0432", "val 98.76 %",
                                       "epoch 2.33", "images/s"}) {
            if (line.find(part) == std::string::npos) break;
            ++now;
        }
        CAPTURE(width, line);
        CHECK(now >= shown);
        shown = now;
    }
    CHECK(shown == 6);
}

TEST_CASE("the bar goes from empty to full", "[progress]") {
    progress now = halfway();
    now.step = 0;
    CHECK(progress_line(now, wide(120)).starts_with("[..............................]  0/2000"));
    now.step = 2000;
    CHECK(progress_line(now, wide(120)).starts_with("[##############################]"));
    terminal on = wide(120);
    on.unicode = true;
    now.step = 1250;  // 18.75 of 30 columns
    CHECK(progress_line(now, on).starts_with("▕██████████████████▊           ▏"));
    on.colour = true;
    CHECK(progress_line(now, on).starts_with("▕\x1b[32m██████████████████▊\x1b[0m"));
}

TEST_CASE("durations", "[progress]") {
    CHECK(duration_text(0) == "0:00");
    CHECK(duration_text(75.9) == "1:15");
    CHECK(duration_text(3675) == "1:01:15");
    CHECK(duration_text(1e300) == "99:59:59");
    CHECK(duration_text(-1) == "0:00");
}
