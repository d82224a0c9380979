// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <ranges>

#include "data/class_names.hpp"
#include "evaluate/confusion.hpp"
#include "report/bitmap.hpp"
#include "report/sections.hpp"
#include "report/words.hpp"

namespace typenet::report {

namespace {

/// Up to so many classes, counts are written into the cells; up to so many, there are cells at all.
constexpr std::size_t most_written = 12;
constexpr std::size_t most_cells = 32;

/// The opacity of a cell's colour. Right answers are shaded by their share of the class; mistakes,
/// which are few if all goes well, by their share relative to the most frequent one.
class shades {
public:
    explicit shades(const app::confusion& counts) : counts_(counts) {
        for (std::size_t truth = 0; truth < counts.classes(); ++truth)
            for (std::size_t said = 0; said < counts.classes(); ++said)
                if (truth != said) most_ = std::max(most_, share(truth, said));
    }

    [[nodiscard]] double operator()(std::size_t truth, std::size_t said) const {
        if (counts_.at(truth, said) == 0) return 0;
        if (truth == said) return share(truth, said);
        constexpr double least = 0.1;
        return least + (1 - least) * share(truth, said) / most_;
    }

private:
    [[nodiscard]] double share(std::size_t truth, std::size_t said) const {
        const long all = counts_.images(truth);
        return all > 0 ? static_cast<double>(counts_.at(truth, said)) / static_cast<double>(all)
                       : 0;
    }

    const app::confusion& counts_;
    double most_ = 0;
};

/// A cell for each pair of classes, with its count where there is room.
std::string matrix(const app::confusion& counts, const std::vector<std::string>& names) {
    const std::size_t classes = counts.classes();
    const shades shade_of(counts);
    const bool written = classes <= most_written;
    std::vector<std::string> labels;
    std::size_t longest = 0;
    for (std::size_t c = 0; c < classes; ++c) {
        labels.push_back(shortened(data::class_name(c, names), 12));
        longest = std::max(longest, labels.back().size());
    }
    constexpr double letter = 7;
    const bool upright = longest > 3;  // names above the columns stand on end
    const double room = letter * static_cast<double>(longest) + 10;
    const double left = room + 16;
    const double top = (upright ? room : 20) + 18;
    constexpr double usual = 440;
    const auto count = static_cast<double>(classes);
    const double cell = written ? (usual - left) / count : 20;
    const double width = left + count * cell;
    std::string svg = fmt::format(
        "<svg class='matrix' viewBox='0 0 {:.1f} {:.1f}' style='{}' "
        "role='img' aria-label='Confusion matrix'><text x='{:.1f}' y='12' class='middle "
        "name'>what was said</text><text transform='translate(12 {:.1f}) rotate(-90)' "
        "class='middle name'>what is true</text>",
        width, top + count * cell, written ? "" : fmt::format("min-width:{:.0f}px", width),
        left + count * cell / 2, top + count * cell / 2);
    auto out = std::back_inserter(svg);
    const auto middle = [&](std::size_t c) { return (static_cast<double>(c) + 0.5) * cell; };
    for (std::size_t c = 0; c < classes; ++c) {
        const std::string label = escaped(labels[c]);
        fmt::format_to(out, "<text class='end' x='{:.1f}' y='{:.1f}'>{}</text>", left - 7,
                       top + middle(c) + 4.5, label);
        if (upright)
            fmt::format_to(out, "<text transform='translate({:.1f} {:.1f}) rotate(-90)'>{}</text>",
                           left + middle(c) + 4.5, top - 7, label);
        else
            fmt::format_to(out, "<text class='middle' x='{:.1f}' y='{:.1f}'>{}</text>",
                           left + middle(c), top - 7, label);
    }
    for (std::size_t truth = 0; truth < classes; ++truth)
        for (std::size_t said = 0; said < classes; ++said) {
            const long images = counts.at(truth, said);
            const double shade = shade_of(truth, said);
            const double x = left + static_cast<double>(said) * cell;
            const double y = top + static_cast<double>(truth) * cell;
            const char* const kind = truth == said ? "right" : "wrong";
            fmt::format_to(out,
                           "<g><rect class='empty' x='{:.1f}' y='{:.1f}' "
                           "width='{:.1f}' height='{:.1f}'/>",
                           x + 1, y + 1, cell - 2, cell - 2);
            if (images > 0) {
                fmt::format_to(out,
                               "<rect class='{}' fill-opacity='{:.2f}' x='{:.1f}' "
                               "y='{:.1f}' width='{:.1f}' height='{:.1f}'/>",
                               kind, shade, x + 1, y + 1, cell - 2, cell - 2);
                fmt::format_to(out, "<title>{} taken for {}: {} of {}</title>",
                               escaped(data::class_name(truth, names)),
                               escaped(data::class_name(said, names)), images,
                               counts.images(truth));
                if (written)
                    fmt::format_to(out,
                                   "<text class='middle count{}' x='{:.1f}' "
                                   "y='{:.1f}'>{}</text>",
                                   shade > 0.6 ? " on" : "", x + cell / 2, y + cell / 2 + 4.5,
                                   images);
            }
            svg += "</g>";
        }
    return svg + "</svg>";
}

/// A pixel for each pair of classes: so many cells would take megabytes.
bitmap picture(const app::confusion& counts) {
    const auto classes = static_cast<int>(counts.classes());
    const shades shade_of(counts);
    bitmap pixels(classes, classes);
    for (int truth = 0; truth < classes; ++truth)
        for (int said = 0; said < classes; ++said) {
            const double shade =
                shade_of(static_cast<std::size_t>(truth), static_cast<std::size_t>(said));
            const auto opacity = static_cast<std::uint8_t>(std::lround(255 * shade));
            if (truth == said)
                pixels.set(truth, said, {37, 99, 215, opacity});
            else
                pixels.set(truth, said, {224, 108, 20, opacity});
        }
    return pixels;
}

}  // namespace

fields confusion_section(const app::network_summary& network, const findings& found) {
    const app::confusion counts(static_cast<std::size_t>(network.classes), found.answers);
    const auto name = [&](std::size_t label) { return data::class_name(label, found.class_names); };
    constexpr std::size_t most = 6;
    const auto frequent = counts.most_frequent(most);
    const auto mix_up = [&](const app::confusion::mix_up& pair) {
        return object{{"truth", name(pair.truth)},
                      {"said", name(pair.said)},
                      {"times", grouped(pair.images) + (pair.images == 1 ? " time" : " times")}};
    };
    const auto row = [&](std::size_t label) {
        return object{{"class", name(label)},
                      {"images", grouped(counts.images(label))},
                      {"accuracy", percent(counts.accuracy(label))},
                      {"precision", percent(counts.precision(label))}};
    };
    const bool cells = counts.classes() <= most_cells;
    return object{{"matrix", cells ? fields(matrix(counts, found.class_names)) : fields(false)},
                  {"picture", cells ? fields(false) : fields(picture_fields(picture(counts), 440))},
                  {"any_mix_up", !frequent.empty()},
                  {"mix_ups", list_of(frequent, mix_up)},
                  {"classes", list_of(std::views::iota(std::size_t{0}, counts.classes()), row)}};
}

}  // namespace typenet::report
