// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include <iterator>

#include "report/bitmap.hpp"
#include "report/sections.hpp"
#include "report/words.hpp"

namespace typenet::report {

std::string mistakes_section(const findings& found) {
    constexpr std::size_t most = 24;
    // Noise in three colours of that size does not compress, and is 28 KB a picture.
    constexpr int most_pixels = 96;
    const std::vector<std::size_t> worst = worst_mistakes(found.answers, most);
    if (worst.empty())
        return fmt::format("<p>Not one mistake on {} images.</p>\n",
                           grouped(static_cast<long>(found.answers.size())));
    const bool coloured = found.images.size.channels == 3;
    std::string html = "<div class='tiles'>\n";
    for (const std::size_t i : worst) {
        const answer& a = found.answers[i];
        const std::string truth = escaped(class_text(a.truth, found.class_names));
        const std::string said = escaped(class_text(a.said, found.class_names));
        fmt::format_to(std::back_inserter(html),
                       "<figure class='tile' data-image='{}'>{}<figcaption><span class='said'>said "
                       "<b>{}</b> <i>{}</i></span><span class='truth'>is <b>{}</b> <i>{}</i></span>"
                       "</figcaption></figure>\n",
                       i,
                       img(bitmap_of(found.images.image(i), found.images.size, most_pixels),
                           most_pixels, fmt::format("image {}: {} taken for {}", i, truth, said),
                           coloured ? "pixels" : "pixels ink"),
                       said, percent(a.confidence, 1), truth, percent(a.of_truth, 1));
    }
    return html + "</div>\n";
}

}  // namespace typenet::report
