// SPDX-License-Identifier: BSL-1.0
#include "checkpoint/find_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checkpoint/checkpoint.hpp"
#include "checkpoint/checkpoint_store.hpp"
#include "checkpoint/safetensors.hpp"
#include "checkpoint/tensor_file.hpp"
#include "support/error.hpp"
#include "support/extents.hpp"

namespace typenet::app {

namespace {

std::optional<checkpoint::contents> contents_of(const std::filesystem::path& file) {
    try {
        return checkpoint::read_contents(file);
    } catch (const error&) {
        return std::nullopt;
    }
}

/// How many tensors of a network a file lacks, less those that it has: the file's others are the
/// same number for all networks.
long difference(const network_summary& network, const std::map<std::string, std::string>& found) {
    return std::ranges::count_if(network.tensors,
                                 [&](const named_tensor& p) {
                                     const auto match = found.find(std::string(p.name.view()));
                                     return match == found.end() ||
                                            match->second != support::extents_text(p.tensor);
                                 }) *
               2 -
           static_cast<long>(network.tensors.size());
}

const model& find(std::span<const model> all, const std::filesystem::path& file,
                  const checkpoint::contents& found) {
    const auto text = [&](const char* key) {
        const auto held = found.metadata.find(key);
        return held == found.metadata.end() ? std::string{} : held->second;
    };
    const std::string name = text(network_key);
    const std::string architecture = text(architecture_key);
    for (const model& one : all)
        if (!name.empty() && one.summary.name.view() == name) return one;
    for (const model& one : all)
        if (architecture_of(one.summary) == architecture) return one;
    if (!name.empty()) {
        std::vector<std::string_view> names;
        for (const model& one : all) names.push_back(one.summary.name.view());
        throw error(
            fmt::format("checkpoint {}: expected a network that this program was compiled "
                        "with, {}, found {}",
                        file.string(), fmt::join(names, " or "), checkpoint::printable(name)));
    }
    std::map<std::string, std::string> shapes;
    for (const checkpoint::tensor_shape& t : found.tensors) shapes[t.name] = t.shape;
    return *std::ranges::min_element(
        all, {}, [&](const model& one) { return difference(one.summary, shapes); });
}

/// There is nothing to look for where the only network has no name.
bool is_only(std::span<const model> all) { return all.size() == 1 && all[0].summary.name.empty(); }

}  // namespace

const model& network_named(std::span<const model> all, std::string_view name) {
    for (const model& one : all)
        if (one.summary.name.view() == name) return one;
    return all.front();
}

const model& network_of(std::span<const model> all, const std::filesystem::path& file) {
    if (is_only(all)) return all.front();
    const auto found = contents_of(file);
    return found ? find(all, file, *found) : all.front();
}

const model& network_of_run(std::span<const model> all, const std::filesystem::path& file) {
    if (is_only(all)) return all.front();
    for (const std::filesystem::path& candidate : checkpoint_files(file, most_kept))
        if (const auto found = contents_of(candidate)) return find(all, candidate, *found);
    return all.front();
}

}  // namespace typenet::app
