// SPDX-License-Identifier: BSL-1.0
#include "data/class_names.hpp"
#include "report/bitmap.hpp"
#include "report/sections.hpp"
#include "report/words.hpp"

namespace typenet::report {

fields mistakes_section(const findings& found) {
    constexpr std::size_t most = 24;
    // Noise in three colours of that size does not compress, and is 28 KB a picture.
    constexpr int most_pixels = 96;
    const std::vector<std::size_t> worst = app::worst_mistakes(found.answers, most);
    const auto tile = [&](std::size_t i) {
        const app::answer& a = found.answers[i];
        object shown = picture_fields(bitmap_of(found.images, i, most_pixels), most_pixels);
        shown["image"] = std::to_string(i);
        shown["ink"] = found.images.size.channels != 3;
        shown["truth"] = data::class_name(a.truth, found.class_names);
        shown["said"] = data::class_name(a.said, found.class_names);
        shown["confidence"] = percent(a.confidence, 1);
        shown["of_truth"] = percent(a.of_truth, 1);
        return shown;
    };
    return object{{"any", !worst.empty()},
                  {"images", grouped(static_cast<long>(found.answers.size()))},
                  {"tiles", list_of(worst, tile)}};
}

}  // namespace typenet::report
