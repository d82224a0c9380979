// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "data/input_scaling.hpp"
#include "run/recipe.hpp"
#include "typenet/app/model.hpp"

namespace typenet::app {

/// Where a checkpoint's metadata have the name of its network, and its layers.
inline constexpr const char* network_key = "network";
inline constexpr const char* architecture_key = "architecture";

/// How well the network did on the validation images after a step.
struct validation_result {
    std::uint32_t step = 0;
    extent correct = 0;
    double loss = 0;

    [[nodiscard]] bool better_than(const validation_result& other) const {
        return correct != other.correct ? correct > other.correct : loss < other.loss;
    }
};

/// What a run needs, beside parameters and moments, to go on as if it had never stopped.
struct run_state {
    std::uint32_t step = 0;                ///< done so far
    recipe how;                            ///< its steps resolved
    std::string data;                      ///< for people
    std::string data_digest;               ///< see data::digest_of
    std::vector<std::string> class_names;  ///< by label; none if the classes have no names
    data::input_scaling inputs;            ///< what the network is given for an image
    std::optional<validation_result> best;
};

/// Writes an engine's parameters and statistics under their names, e.g. conv1.weights [5,5,1,32],
/// the moments of parameters as moment1.conv1.weights and so on, the average of all, where one is
/// kept, as average.conv1.weights, and the state of the run, the network and a checksum as
/// metadata. `before_replacing` is called when all is on the disk but not yet under its name.
///
/// **Errors**: typenet::error; the file is then as it was.
void write_checkpoint(const std::filesystem::path& file, const network_summary& network,
                      engine& from, const run_state& state,
                      const std::function<void()>& before_replacing = {});

/// About as many bytes as `write_checkpoint` writes.
std::uint64_t checkpoint_bytes(const network_summary& network, bool with_average);

/// What a file says of its network beside the tensors.
struct trained_on {
    std::vector<std::string> class_names;  ///< by label, printable; none if the file has none
    data::input_scaling inputs;            ///< as they are if the file says nothing
};

/// Writes an engine's parameters and statistics alone, with the network as metadata, and `source`,
/// where they come from: what `read_parameters` takes, and no run that could go on.
///
/// **Errors**: as `write_checkpoint`.
void write_parameters(const std::filesystem::path& file, const network_summary& network,
                      engine& from, const trained_on& what, const std::string& source);

/// Whether a file must be of a network with the same layers, or only of one with the same tensors.
enum class same_layers : bool { no, yes };

/// Sets an engine's parameters and statistics from a file that must hold exactly this network's
/// tensors, with moments or without; if anything is wrong they stay as they are. Of a file with an
/// average they become the average, which is what was evaluated. With `same_layers::yes`, a file
/// that names its network's layers must name the same.
///
/// **Errors**: typenet::error in one sentence; also for a wrong checksum and for values that are
/// infinite or not a number.
trained_on read_parameters(const std::filesystem::path& file, const network_summary& network,
                           engine& to, same_layers demanded);

/// Sets an engine's parameters, statistics, moments, way of updating and average from a file that
/// `write_checkpoint` has written for the same network, optimiser and batch; if anything is wrong
/// they stay as they are.
///
/// **Errors**: as read_parameters.
run_state read_checkpoint(const std::filesystem::path& file, const network_summary& network,
                          engine& to);

/// Throws typenet::error unless this data set, by its digest, is the one of the run whose state was
/// read from `file`.
void expect_data_of(const std::filesystem::path& file, const run_state& state,
                    const std::string& description, const std::string& digest);

/// Throws typenet::error unless images of this kind are what the network of `file` was trained on:
/// floats may be numbers of any size, where bytes are values from 0 to 1.
void expect_values_of(const std::filesystem::path& file, const data::input_scaling& inputs,
                      data::value_kind found);

/// "input 28x28x1, conv<32,5>, relu, …": a network as text.
std::string architecture_of(const network_summary& network);

}  // namespace typenet::app
