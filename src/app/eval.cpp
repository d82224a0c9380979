// SPDX-License-Identifier: BSL-1.0
#include "app/eval.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/checkpoint.hpp"
#include "app/class_names.hpp"
#include "app/judge.hpp"
#include "app/load_data.hpp"
#include "support/error.hpp"

namespace typenet::app {

namespace {

using json = nlohmann::ordered_json;

/// How often each class (row) was taken for each (column).
class confusion {
public:
    explicit confusion(int classes)
        : classes_(static_cast<std::size_t>(classes)), counts_(classes_ * classes_) {}

    void add(std::size_t truth, std::size_t said) { ++counts_[truth * classes_ + said]; }
    [[nodiscard]] std::size_t classes() const { return classes_; }
    [[nodiscard]] long at(std::size_t truth, std::size_t said) const {
        return counts_[truth * classes_ + said];
    }
    [[nodiscard]] long images(std::size_t truth) const {
        long sum = 0;
        for (std::size_t said = 0; said < classes_; ++said) sum += at(truth, said);
        return sum;
    }
    [[nodiscard]] long said(std::size_t what) const {
        long sum = 0;
        for (std::size_t truth = 0; truth < classes_; ++truth) sum += at(truth, what);
        return sum;
    }

private:
    std::size_t classes_;
    std::vector<long> counts_;
};

confusion confusion_of(const network_facts& network, engine& how,
                       const data::labelled_images& part) {
    confusion found(network.classes);
    const std::size_t classes = found.classes();
    std::vector<float> logits;
    for_images(network, part, part.count(),
               [&](std::span<const float> images, std::span<const std::uint8_t> labels) {
                   logits.resize(labels.size() * classes);
                   how.logits(images, logits);
                   for (std::size_t i = 0; i < labels.size(); ++i) {
                       const auto of_image = std::span(logits).subspan(i * classes, classes);
                       const auto said = std::ranges::max_element(of_image) - of_image.begin();
                       found.add(labels[i], static_cast<std::size_t>(said));
                   }
               });
    return found;
}

double share(long part, long all) {
    return all > 0 ? static_cast<double>(part) / static_cast<double>(all) : 0;
}

/// "3", or with names "3 circle".
std::vector<std::string> labels_of(std::size_t classes, const std::vector<std::string>& names) {
    std::vector<std::string> labels;
    for (std::size_t c = 0; c < classes; ++c)
        labels.push_back(c < names.size() ? fmt::format("{} {}", c, names[c]) : fmt::to_string(c));
    return labels;
}

/// A folder that lacks a class, or has another, would number the others otherwise.
void expect_same_classes(const eval_options& options, const std::vector<std::string>& trained,
                         const std::vector<std::string>& found) {
    const auto list = [](const std::vector<std::string>& names) {
        std::string words;
        for (const std::string& name : names) words += (words.empty() ? "" : ", ") + name;
        return words;
    };
    if (!trained.empty() && !found.empty() && trained != found)
        throw error(
            fmt::format("{}: expected the classes that the checkpoint was trained on, {}, "
                        "found {}",
                        options.data.string(), list(trained), list(found)));
}

std::string text_of(const eval_options& options, const evaluation& all, const confusion& found,
                    const std::vector<std::string>& names) {
    const std::vector<std::string> labels = labels_of(found.classes(), names);
    std::size_t width = 5;
    for (const std::string& label : labels)
        width = std::max(width, fmt::formatted_size("{}", label));
    std::string words =
        fmt::format("{} accuracy {:.4f} ({} of {} images), loss {:.4f}\n\n", options.split,
                    all.accuracy(), all.correct, all.images, all.loss);
    auto out = std::back_inserter(words);
    fmt::format_to(out, "{:<{}}  images   right  accuracy    said  precision\n", "class", width);
    for (std::size_t c = 0; c < found.classes(); ++c) {
        fmt::format_to(out, "{:>{}} {:>7} {:>7} {:>9.4f} {:>7} {:>10.4f}\n", labels[c], width,
                       found.images(c), found.at(c, c), share(found.at(c, c), found.images(c)),
                       found.said(c), share(found.at(c, c), found.said(c)));
    }
    fmt::format_to(out, "\nwhat is true (rows) and what was said (columns)\n{:{}}", "", width);
    for (std::size_t said = 0; said < found.classes(); ++said) fmt::format_to(out, " {:>5}", said);
    words += '\n';
    for (std::size_t truth = 0; truth < found.classes(); ++truth) {
        fmt::format_to(out, "{:>{}}", labels[truth], width);
        for (std::size_t said = 0; said < found.classes(); ++said) {
            const long count = found.at(truth, said);
            fmt::format_to(out, " {:>5}", count > 0 ? std::to_string(count) : ".");
        }
        words += '\n';
    }
    return words;
}

std::string json_of(const eval_options& options, const std::string& data, const evaluation& all,
                    const confusion& found, const std::vector<std::string>& names) {
    json classes = json::array();
    json rows = json::array();
    for (std::size_t c = 0; c < found.classes(); ++c) {
        classes.push_back({{"class", c},
                           {"images", found.images(c)},
                           {"correct", found.at(c, c)},
                           {"accuracy", share(found.at(c, c), found.images(c))},
                           {"said", found.said(c)},
                           {"precision", share(found.at(c, c), found.said(c))}});
        if (c < names.size()) classes.back()["name"] = names[c];
        json row = json::array();
        for (std::size_t said = 0; said < found.classes(); ++said) row.push_back(found.at(c, said));
        rows.push_back(row);
    }
    const json object{{"checkpoint", options.checkpoint.string()},
                      {"data", data},
                      {"split", options.split},
                      {"images", all.images},
                      {"correct", all.correct},
                      {"accuracy", all.accuracy()},
                      {"loss", all.loss},
                      {"classes", classes},
                      {"confusion", rows}};
    // A file's name need not be UTF-8; JSON must be.
    return object.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace

std::string eval(const program& network, const eval_options& options) {
    const std::unique_ptr<engine> how = network.make(options.threads);
    const std::vector<std::string> names =
        read_parameters(options.checkpoint, network.facts, *how, same_layers::yes);
    const data::dataset set = load_data(network.facts, options.data);
    expect_same_classes(options, names, printable(set.class_names));
    const data::labelled_images& part = options.split == "train"        ? set.train
                                        : options.split == "validation" ? set.validation
                                                                        : set.test;
    const evaluation all = judge(network.facts, *how, part, part.count());
    const confusion found = confusion_of(network.facts, *how, part);
    return options.as_json ? json_of(options, set.description, all, found, names)
                           : text_of(options, all, found, names);
}

}  // namespace typenet::app
