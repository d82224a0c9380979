// SPDX-License-Identifier: BSL-1.0
#include "run/progress_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace typenet::app {

namespace {

constexpr int widest_bar = 30;
constexpr int narrowest_bar = 8;

/// `cells` columns wide; in Unicode with eighths of a column.
std::string bar_text(double done, int cells, const terminal& on) {
    constexpr std::array eighths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    std::string full;
    int used = 0;
    if (on.unicode) {
        const int all = static_cast<int>(done * cells * 8);
        for (; used < all / 8; ++used) full += "█";
        if (used < cells && all % 8 > 0) {
            full += eighths[static_cast<std::size_t>(all % 8)];
            ++used;
        }
    } else {
        used = static_cast<int>(done * cells);
        full.assign(static_cast<std::size_t>(used), '#');
    }
    const std::string rest(static_cast<std::size_t>(cells - used), on.unicode ? ' ' : '.');
    const char* const begin = on.unicode ? "▕" : "[";
    const char* const end = on.unicode ? "▏" : "]";
    return on.colour ? fmt::format("{}\x1b[32m{}\x1b[0m{}{}", begin, full, rest, end)
                     : fmt::format("{}{}{}{}", begin, full, rest, end);
}

}  // namespace

std::string duration_text(double seconds) {
    constexpr double longest = 359999;  // 99:59:59; the first steps of a run may promise years
    const auto all = static_cast<long>(std::clamp(seconds, 0.0, longest));
    if (all >= 3600) return fmt::format("{}:{:02}:{:02}", all / 3600, all / 60 % 60, all % 60);
    return fmt::format("{}:{:02}", all / 60, all % 60);
}

std::string progress_line(const progress& now, const terminal& on) {
    struct part {
        std::string text;
        int rank;  ///< parts of a high rank are left out first
    };
    const std::string validation =
        now.validation_accuracy ? fmt::format("val {:.2f} %", 100 * *now.validation_accuracy)
        : now.validation_loss   ? fmt::format("val {:.4f}", *now.validation_loss)
                                : "";
    const std::array parts{
        part{fmt::format("{}/{}", now.step, now.steps), 0},
        part{fmt::format("epoch {:.2f}", now.epoch), 4},
        part{fmt::format("{:.0f} images/s", now.images_per_second), 5},
        part{fmt::format("loss {:.4f}", now.loss), 2},
        part{validation, 3},
        part{duration_text(now.seconds_left) + " left", 1},
    };
    const int room = on.width - 1;
    constexpr int gap = 2;
    int used = 0;
    int most = -1;  // parts up to this rank fit
    for (int rank = 0; rank < static_cast<int>(parts.size()); ++rank) {
        const auto& next = *std::ranges::find(parts, rank, &part::rank);
        const int columns = static_cast<int>(next.text.size());
        const int with = used + columns + (columns > 0 && used > 0 ? gap : 0);
        if (with > room) break;
        used = with;
        most = rank;
    }
    const double done =
        now.steps > 0 ? std::min(1.0, static_cast<double>(now.step) / now.steps) : 1;
    // The bar has two ends and a gap behind it.
    const int cells = std::min(widest_bar, room - used - gap - 2);
    std::string line = cells >= narrowest_bar ? bar_text(done, cells, on) : "";
    for (const part& p : parts) {
        if (p.rank > most || p.text.empty()) continue;
        if (!line.empty()) line += "  ";
        line += p.text;
    }
    return line;
}

}  // namespace typenet::app
