// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "checkpoint/tensor_file.hpp"

namespace typenet::exchange {

/// A tensor of another program's file.
struct foreign_tensor {
    std::string in_file;  ///< its whole name
    std::string name;     ///< without the prefixes that wrappers add and without ":0", printable
    std::string layer;    ///< "layer1.0.conv1" of "layer1.0.conv1.weight"
    std::string role;     ///< as a network names it: "weights", "gamma"; empty if not known
    std::string dtype;
    std::vector<std::uint64_t> shape;
};

/// The tensors of a safetensors file that PyTorch's or Keras' tensors were saved to. Counters that
/// belong to no layer (num_batches_tracked and the like) are passed over.
///
/// **Errors**: typenet::error in one sentence, of every member: a file that is none, tensors that
/// overlap or do not fill it, numbers that are not finite.
/// **Cost**: sizes are compared with the file's before any memory is asked for.
class weights_file {
public:
    /// `what` it is, for sentences: "weights".
    weights_file(const std::filesystem::path& path, const std::string& what);

    [[nodiscard]] const std::vector<foreign_tensor>& tensors() const { return tensors_; }
    /// Those of wrappers, which `foreign_tensor::name` is without: "module.".
    [[nodiscard]] const std::set<std::string>& prefixes() const { return prefixes_; }
    [[nodiscard]] const std::vector<std::string>& passed_over() const { return passed_over_; }
    [[nodiscard]] const std::map<std::string, std::string>& metadata() const {
        return file_.metadata();
    }
    /// "weights FILE".
    [[nodiscard]] const std::string& who() const { return file_.who(); }

    /// Its numbers, from F64, F32, F16 or BF16.
    std::vector<float> values(const foreign_tensor& of);

private:
    void expect_whole() const;

    checkpoint::tensor_file file_;
    std::vector<foreign_tensor> tensors_;  // by name
    std::set<std::string> prefixes_;
    std::vector<std::string> passed_over_;
};

}  // namespace typenet::exchange
