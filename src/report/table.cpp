// SPDX-License-Identifier: BSL-1.0
#include "report/table.hpp"

#include <fmt/format.h>

#include <iterator>

namespace typenet::report {

std::string row(const cells& of, const char* kind) {
    std::string html = "<tr>";
    for (const std::string& cell : of)
        fmt::format_to(std::back_inserter(html), "<{0}>{1}</{0}>", kind, cell);
    return html + "</tr>\n";
}

std::string table(const char* id, const cells& heads, const std::string& rows, bool tall) {
    return fmt::format(
        "<div class='wide{}'><table id='{}'><thead>{}</thead><tbody>\n{}</tbody></table></div>"
        "\n",
        tall ? " tall" : "", id, row(heads, "th"), rows);
}

std::string figures(const std::vector<figure>& of) {
    std::string html = "<dl class='figures'>";
    for (const figure& f : of)
        fmt::format_to(std::back_inserter(html), "<div><dt>{}</dt><dd{}>{}</dd></div>", f.name,
                       *f.id != '\0' ? fmt::format(" id='{}'", f.id) : "", f.value);
    return html + "</dl>\n";
}

}  // namespace typenet::report
