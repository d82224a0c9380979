// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include "report/bitmap.hpp"
#include "report/sections.hpp"
#include "report/words.hpp"

namespace typenet::report {

fields errors_section(const findings& found) {
    constexpr int most_pixels = 96;
    const data::labelled_images& images = found.images;
    const auto picture = [&](std::span<const std::uint8_t> bytes) {
        object shown = picture_fields(bitmap_of(bytes, images.size, most_pixels), most_pixels);
        shown["ink"] = images.size.channels != 3;
        return shown;
    };
    const auto row = [&](const large_loss& one) {
        object shown{{"image", std::to_string(one.image)},
                     {"loss", fmt::format("{:.6g}", one.loss)}};
        kainjow::mustache::list pictures;
        if (images.has_bytes()) pictures.emplace_back(picture(images.image(one.image)));
        if (!one.output.empty()) pictures.emplace_back(picture(one.output));
        shown["pictures"] = pictures;
        return shown;
    };
    const auto optional = [](const std::optional<double>& number) {
        return number ? fields(fmt::format("{:.4f}", *number)) : fields(false);
    };
    return object{{"reconstructs", found.errors.reconstructs},
                  {"drawn", images.has_bytes()},
                  {"mean_absolute", optional(found.errors.mean_absolute)},
                  {"area_under_curve", optional(found.errors.area_under_curve)},
                  {"worst", list_of(found.worst, row)}};
}

}  // namespace typenet::report
