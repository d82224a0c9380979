// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <span>

#include "typenet/parameters.hpp"
#include "typenet/plan/pass.hpp"

namespace typenet {

/// A trained network that answers and never changes: `const`, so any number of threads share one.
/// Each thread brings a `workspace`, which holds what an answer needs on its way.
///
/// **Errors**: nothing allocates, throws or locks after construction.
template <class Net, class Scalar = float>
class predictor {
    using plan_type = plan::plan<Net, Scalar, 1>;
    static constexpr auto inference = plan::purpose_of_arena::inference;
    using inference_pass = plan::pass<plan_type, Net, inference>;

public:
    using network = Net;
    using scalar = Scalar;
    using image_view_type =
        std::span<const Scalar, static_cast<std::size_t>(Net::input_shape.size())>;
    using logits_type = std::array<Scalar, static_cast<std::size_t>(Net::classes)>;

    /// One thread's room. Its contents mean nothing between two answers.
    class workspace {
        friend predictor;
        alignas(alignment)
            std::array<std::byte, static_cast<std::size_t>(inference_pass::arena_bytes)> arena_;
        alignas(alignment)
            std::array<std::byte, static_cast<std::size_t>(
                                      plan_type::template scratch_bytes<inference>)> scratch_;
    };

    /// A copy of the parameters of a trainer, or of a checkpoint.
    explicit predictor(const parameters<Net, Scalar>& values)
        : parameters_(std::make_unique<parameters<Net, Scalar>>(values)) {}

    /// The logits of one image, [y][x][channel] in the units that the network was trained with.
    logits_type logits(image_view_type image, workspace& room) const noexcept {
        const simd::flush_denormals flush;
        const kernel::serial_executor here{room.scratch_.data()};
        const inference_pass pass(image.data(), parameters_->data(), room.arena_.data(),
                                  layer_pass{});
        pass.forward(here);
        logits_type found;
        std::copy_n(pass.logits(), found.size(), found.data());
        return found;
    }

    /// The likeliest class of one image; the first of equals.
    int predict(image_view_type image, workspace& room) const noexcept {
        const logits_type found = logits(image, room);
        return static_cast<int>(std::max_element(found.begin(), found.end()) - found.begin());
    }

private:
    std::unique_ptr<const parameters<Net, Scalar>> parameters_;
};

}  // namespace typenet
