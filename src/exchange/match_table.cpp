// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "exchange/layer_match.hpp"
#include "support/extents.hpp"

namespace typenet::exchange {

std::string table_of(const app::network_summary& network, const layer_match& match) {
    struct row {
        std::string name, shape, file, there;
    };
    std::vector<row> rows{{"network", "", "file", ""}};
    for (std::size_t i = 0; i < network.tensors.size(); ++i) {
        const named_tensor& one = network.tensors[i];
        const foreign_tensor* const from = match.tensors[i];
        row next{std::string(one.name.view()), support::extents_text(one.tensor), "none", ""};
        if (from != nullptr) {
            next.file = from->name;
            next.there = checkpoint::described(from->shape);
            if (from->dtype != "F32") next.there += " " + checkpoint::printable(from->dtype);
        }
        rows.push_back(next);
    }
    std::size_t name = 0;
    std::size_t shape = 0;
    std::size_t file = 0;
    for (const row& r : rows) {
        name = std::max(name, r.name.size());
        shape = std::max(shape, r.shape.size());
        file = std::max(file, r.file.size());
    }
    std::string table;
    for (const row& r : rows) {
        std::string line = fmt::format("{:{}}  {:{}}  {:{}}  {}", r.name, name, r.shape, shape,
                                       r.file, file, r.there);
        line.erase(line.find_last_not_of(' ') + 1);
        table += line + '\n';
    }
    table.pop_back();
    return table;
}

}  // namespace typenet::exchange
