// SPDX-License-Identifier: BSL-1.0
#include "exchange/page_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "checkpoint/safetensors.hpp"
#include "data/input_maker.hpp"
#include "support/error.hpp"

namespace typenet::exchange {

namespace {

constexpr std::size_t most_samples = 40;

void write_samples(const std::filesystem::path& file, const data::labelled_images& test) {
    const std::size_t count = std::min(most_samples, test.count());
    const std::size_t pixels = test.size.pixels();
    std::vector<float> images(count * pixels);
    std::vector<float> labels(test.labels.begin(),
                              test.labels.begin() + static_cast<std::ptrdiff_t>(count));
    for (std::size_t i = 0; i < count; ++i)
        data::write_values(test, i, std::span(images).subspan(i * pixels, pixels));
    const auto n = static_cast<std::int64_t>(count);
    const std::array<checkpoint::tensor_in, 2> tensors{
        {{"images", {n, test.size.height, test.size.width, test.size.channels}, images},
         {"labels", {n}, labels}}};
    checkpoint::write_safetensors(file, tensors, {});
}

std::string line_of(const char* what, const std::filesystem::path& file) {
    return fmt::format("{} in {}, {:.0f} KiB\n", what, file.string(),
                       static_cast<double>(std::filesystem::file_size(file)) / 1024);
}

}  // namespace

std::filesystem::path weights_file_of_page(const std::filesystem::path& folder) {
    return folder / "weights.safetensors";
}
std::filesystem::path samples_file_of_page(const std::filesystem::path& folder) {
    return folder / "samples.safetensors";
}

void expect_page(const app::network_summary& network) {
    if (network.classes == 0 || network.input.channels != 1 || network.input.height < 8 ||
        network.input.width < 8)
        throw error(fmt::format(
            "--web: expected a classifier of images with one channel, 8x8 or larger, "
            "found one of {}{}",
            to_text(network.input).view(), network.classes == 0 ? " that is no classifier" : ""));
}

std::string write_page_files(const std::filesystem::path& folder,
                             const app::network_summary& network, app::engine& trained,
                             const app::trained_on& what, const std::string& source,
                             const data::labelled_images& test) {
    const std::filesystem::path weights = weights_file_of_page(folder);
    const std::filesystem::path samples = samples_file_of_page(folder);
    app::write_parameters(weights, network, trained, what, source);
    write_samples(samples, test);
    return line_of("weights", weights) + line_of("test images", samples);
}

}  // namespace typenet::exchange
