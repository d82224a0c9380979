// SPDX-License-Identifier: BSL-1.0
#include "commands/export.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <span>

#include "checkpoint/checkpoint.hpp"
#include "data/load.hpp"
#include "evaluate/evaluate.hpp"
#include "exchange/header.hpp"
#include "exchange/onnx.hpp"
#include "exchange/page_files.hpp"
#include "run/make_engine.hpp"
#include "support/build_info.hpp"
#include "support/file.hpp"

namespace typenet::app {

namespace {

std::string write(const std::filesystem::path& file, const char* what, const std::string& content) {
    const std::array pieces{std::as_bytes(std::span(content))};
    support::write_atomically(file, pieces);
    return fmt::format("{} in {}, {:.1f} MiB\n", what, file.string(),
                       static_cast<double>(content.size()) / (1 << 20));
}

}  // namespace

std::string export_model(const model& network, const export_options& options) {
    const std::unique_ptr<engine> trained = make_engine(network, 1);
    const trained_on what =
        read_parameters(options.checkpoint, network.summary, *trained, same_layers::yes);
    const data::input_scaling& inputs = what.inputs;
    std::string lines;
    if (!options.onnx.empty())
        lines += write(options.onnx, "ONNX model",
                       exchange::onnx_model(network.summary, *trained, inputs, version()));
    if (!options.header.empty()) {
        const std::string name = exchange::namespace_of(options.header.stem().string());
        lines += write(options.header, "C++ header",
                       exchange::header_source(network.summary, *trained, inputs, name,
                                               fmt::format("typenet {}: {}", version(),
                                                           architecture_of(network.summary))));
        lines +=
            fmt::format("#include it and call {}::{}\n", name,
                        network.summary.classes > 0 ? "predict(image)" : "outputs(values, out)");
    }
    if (!options.web.empty()) {
        exchange::expect_page(network.summary);
        const data::dataset data = data::load(options.data, needs_of(network.summary, 0));
        lines += exchange::write_page_files(options.web, network.summary, *trained, what,
                                            options.checkpoint.filename().string(), data.test);
    }
    return lines;
}

}  // namespace typenet::app
