// SPDX-License-Identifier: BSL-1.0
#include "report/fields.hpp"

#include <algorithm>

#include "report/page.html.hpp"
#include "report/words.hpp"

namespace typenet::report {

object picture_fields(const bitmap& picture, int side) {
    const int longest = std::max(picture.height, picture.width);
    const int times = std::max(1, side / longest);
    return {{"width", std::to_string(picture.width * times)},
            {"height", std::to_string(picture.height * times)},
            {"src", data_uri(picture)}};
}

std::string render(const fields& all) {
    kainjow::mustache::mustache page_template{std::string(page_html)};
    page_template.set_custom_escape(escaped);
    return page_template.render(all);
}

}  // namespace typenet::report
