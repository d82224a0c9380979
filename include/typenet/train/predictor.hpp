// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <span>

// First, so that their errors have a short way to the user's file.
#include "typenet/base/diagnostic.hpp"
#include "typenet/network/network.hpp"
#include "typenet/network/parameters.hpp"
//
#include "typenet/plan/pass.hpp"

namespace typenet {

/// A trained network that answers and never changes: `const`, so any number of threads share one.
/// It looks at parameters, which must outlive it and stay as they are. Each thread brings a
/// `workspace`, which holds what an answer needs on its way: both may be static, and nothing else
/// is needed, no heap and no exceptions.
///
/// **Errors**: nothing allocates, throws or locks.
template <network_type Net, std::floating_point Scalar = float>
class predictor {
    using told = decltype(checking::tell(std::type_identity<Net>{}));
    using plan_type = plan::plan<Net, Scalar, 1>;
    static constexpr auto inference = plan::purpose_of_arena::inference;
    using pass = plan::pass<plan_type, Net, inference>;

public:
    using network = Net;    ///< that answers
    using scalar = Scalar;  ///< what pixels, parameters and logits are
    /// One image, [y][x][channel].
    using image_view_type =
        std::span<const Scalar, static_cast<std::size_t>(Net::input_shape.size())>;
    /// One logit a class, or what else the network gives.
    using logits_type = std::array<Scalar, static_cast<std::size_t>(Net::output_shape.size())>;

    /// One thread's room. Its contents mean nothing between two answers.
    class workspace {
        friend predictor;
        alignas(
            alignment) std::array<std::byte, static_cast<std::size_t>(pass::arena_bytes)> arena_;
        alignas(alignment)
            std::array<std::byte, static_cast<std::size_t>(
                                      plan_type::template scratch_bytes<inference>)> scratch_;
    };

    /// The parameters of a trainer, or of a checkpoint.
    explicit predictor(const parameters<Net, Scalar>& values) : parameters_(values.data()) {}
    explicit predictor(parameters<Net, Scalar>&&) = delete;  // they would be gone at once

    /// The logits of one image, [y][x][channel] in the units that the network was trained with.
    [[nodiscard]] logits_type logits(image_view_type image, workspace& room) const noexcept {
        const simd::flush_denormals flush;
        const kernel::serial_executor here{room.scratch_.data()};
        const pass way(image.data(), parameters_, room.arena_.data(), layer_pass{});
        way.forward(here);
        logits_type found;
        std::copy_n(way.outputs(), found.size(), found.data());
        return found;
    }

    /// The likeliest class of one image; the first of equals.
    [[nodiscard]] int predict(image_view_type image, workspace& room) const noexcept
        requires(loss_of<Net>::classifies)
    {
        const logits_type found = logits(image, room);
        return static_cast<int>(std::max_element(found.begin(), found.end()) - found.begin());
    }

private:
    const Scalar* parameters_;
};

}  // namespace typenet
