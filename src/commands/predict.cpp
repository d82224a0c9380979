// SPDX-License-Identifier: BSL-1.0
#include "commands/predict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <system_error>

#include "checkpoint/checkpoint.hpp"
#include "data/class_names.hpp"
#include "data/fit.hpp"
#include "data/folder.hpp"
#include "data/input_maker.hpp"
#include "data/picture.hpp"
#include "evaluate/evaluate.hpp"
#include "run/make_engine.hpp"
#include "support/error.hpp"
#include "support/output.hpp"
#include "support/terminal.hpp"

namespace typenet::app {

namespace {

namespace fs = std::filesystem;
using json = nlohmann::ordered_json;

/// The pictures of a folder, by name; anything else stands for itself.
std::vector<fs::path> files_of(const fs::path& given) {
    std::error_code ignored;
    if (!fs::is_directory(given, ignored)) return {given};
    std::vector<fs::path> files = data::entries_of(given);
    std::erase_if(files, [](const fs::path& path) { return !data::has_picture_name(path); });
    if (files.empty())
        throw error(
            fmt::format("{}: expected a folder with pictures, found none whose name ends "
                        "with .png, .jpg or .jpeg",
                        given.string()));
    return files;
}

/// Two rows of pixels to a line, since characters are about twice as high as wide. A blank is where
/// the network sees nothing at all.
std::string drawing_of(std::span<const float> image, const data::image_size& size, bool unicode) {
    constexpr std::array blocks{" ", "░", "▒", "▓", "█"};
    constexpr std::array letters{" ", ".", "+", "#", "@"};
    const auto at = [&](int y, int x) {
        float sum = 0;
        for (int c = 0; c < size.channels; ++c)
            sum += image[static_cast<std::size_t>((y * size.width + x) * size.channels + c)];
        return sum / static_cast<float>(size.channels);
    };
    std::string words;
    for (int y = 0; y < size.height; y += 2) {
        for (int x = 0; x < size.width; ++x) {
            const float ink = (at(y, x) + at(std::min(y + 1, size.height - 1), x)) / 2;
            const auto tone = static_cast<std::size_t>(std::ceil(ink * 4));
            words += unicode ? blocks[tone] : letters[tone];
        }
        words += '\n';
    }
    return words;
}

/// A network and what it says.
class oracle {
public:
    oracle(const model& network, const predict_options& options)
        : facts_(network.summary),
          as_json_(options.as_json),
          engine_(make_engine(network, options.threads)),
          size_{facts_.input.height, facts_.input.width, facts_.input.channels},
          image_(size_.pixels()),
          outputs_(static_cast<std::size_t>(facts_.output.size())),
          of_(read_parameters(options.checkpoint, facts_, *engine_, same_layers::yes)) {
        if (facts_.input.height == 1 && facts_.input.width == 1)
            throw error(
                fmt::format("checkpoint {}: expected a network that takes pictures, found "
                            "one of {}",
                            options.checkpoint.string(), to_text(facts_.input).view()));
        expect_values_of(options.checkpoint, of_.inputs, data::value_kind::bytes);
    }

    void tell(const std::string& name, const data::picture& picture) {
        const data::labelled_images one{.size = size_, .pixels = data::fit(picture, size_, name)};
        data::input_maker(one, of_.inputs).make(0, image_);
        engine_->logits(image_, outputs_);
        if (facts_.classes == 0)
            tell_values(name);
        else
            tell_classes(name, one);
    }

private:
    /// What has no classes: the outputs, or of a reconstruction how far it is from the picture.
    void tell_values(const std::string& name) const {
        if (as_json_) {
            const json object{{"file", name}, {"outputs", outputs_}};
            support::print(object.dump(-1, ' ', false, json::error_handler_t::replace) + '\n');
        } else if (outputs_.size() == image_.size()) {
            double sum = 0;
            for (std::size_t i = 0; i < outputs_.size(); ++i)
                sum += std::abs(double{outputs_[i]} - double{image_[i]});
            support::print(fmt::format("{}: reconstructed with a mean absolute error of {:.4f}\n",
                                       one_line(name), sum / static_cast<double>(outputs_.size())));
        } else {
            constexpr std::size_t most = 10;
            const auto shown = std::span(outputs_).first(std::min(most, outputs_.size()));
            support::print(fmt::format("{}: {:.6g}{}\n", one_line(name), fmt::join(shown, ", "),
                                       shown.size() < outputs_.size() ? ", ..." : ""));
        }
    }

    void tell_classes(const std::string& name, const data::labelled_images& one) {
        const std::vector<double> chances = softmax(outputs_);
        std::vector<std::size_t> order(chances.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
            return chances[a] != chances[b] ? chances[a] > chances[b] : a < b;
        });
        if (as_json_) {
            json object{{"file", name}, {"class", order[0]}};
            if (order[0] < of_.class_names.size()) object["name"] = of_.class_names[order[0]];
            object["probabilities"] = chances;
            support::print(object.dump(-1, ' ', false, json::error_handler_t::replace) + '\n');
        } else {
            const terminal on = standard_output();
            if (on.redraws && on.width > size_.width) {
                data::write_values(one, 0, image_);
                support::print(drawing_of(image_, size_, on.unicode));
            }
            std::string words = one_line(name) + ":";
            for (std::size_t k = 0; k < std::min<std::size_t>(3, order.size()); ++k)
                words += fmt::format("{} {} ({:.2f} %)", k == 0 ? "" : ",",
                                     data::class_name(order[k], of_.class_names),
                                     100 * chances[order[k]]);
            support::print(words + '\n');
        }
    }

    const network_summary& facts_;
    bool as_json_;
    std::unique_ptr<engine> engine_;
    data::image_size size_;
    std::vector<float> image_;
    std::vector<float> outputs_;
    trained_on of_;
};

}  // namespace

std::vector<std::string> predict(const model& network, const predict_options& options) {
    oracle knows(network, options);
    std::vector<std::string> failures;
    const auto attempt = [&](auto&& work) {
        try {
            if (!support::nobody_listens()) work();
        } catch (const error& wrong) {
            failures.emplace_back(wrong.what());
        }
    };
    for (const std::string& given : options.images) {
        attempt([&] {
            if (given == "-") {
                const std::string name = "standard input";
                knows.tell(name, data::read_picture(data::read_standard_input(), name));
                return;
            }
            for (const fs::path& file : files_of(given))
                attempt([&] { knows.tell(file.string(), data::read_picture(file)); });
        });
    }
    return failures;
}

}  // namespace typenet::app
