// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>

#include "typenet/train/buffer_share.hpp"

namespace typenet::app {

/// What processes that share a step do between its gradients and its update. Buffers are laid out
/// as the parameters are; `own` says which part of each is this process's business. By itself it is
/// that of a process alone, which does nothing.
class sharing {
public:
    sharing() = default;
    sharing(const sharing&) = delete;
    sharing& operator=(const sharing&) = delete;
    virtual ~sharing() = default;

    /// The part that is one's own.
    [[nodiscard]] virtual buffer_share own() const { return {}; }
    /// Makes one's own part the sum of all processes', by `add_by_tree`; what the rest holds then
    /// is no matter.
    virtual void sum(std::span<float> /*gradients*/) {}
    /// Puts into the buffer what is the others' part of it.
    virtual void complete(std::span<float> /*buffer*/) {}
    /// The same of an array with one number for each piece of a buffer.
    virtual void complete(std::span<double> /*of_pieces*/) {}
};

}  // namespace typenet::app
