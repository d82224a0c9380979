// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <memory>
#include <span>

// First, so that their errors have a short way to the user's file.
#include "typenet/base/diagnostic.hpp"
#include "typenet/network/network.hpp"
#include "typenet/network/parameters.hpp"
//
#include "typenet/plan/pass.hpp"
#include "typenet/train/data_set.hpp"
#include "typenet/use/data.hpp"
#include "typenet/use/view.hpp"

namespace typenet {

/// A trained network that answers and never changes: `const`, so any number of threads share one.
/// Each thread brings a `workspace`, which holds what an answer needs on its way.
///
/// **Errors**: nothing allocates, throws or locks after construction.
template <class AnyNet, class AnyScalar = float>
class predictor {
    using network_comes_first = decltype(checking::tell_network(std::type_identity<AnyNet>{}));
    using arguments_come_next = decltype(checking::tell_scalar<AnyNet, AnyScalar>());
    using named_network = checking::network_or_stand_in<AnyNet>;
    using Net = checking::right_network<AnyNet>;
    using Scalar = checking::scalar_or_stand_in<AnyScalar>;
    // What its parameters hold: any floating-point type is right for them.
    using given_scalar = checking::floating_or_stand_in<AnyScalar>;
    static constexpr bool is_right =
        checking::computes<AnyScalar> && checking::is_right_network<AnyNet>;

    using plan_type = plan::plan<Net, Scalar, 1>;
    static constexpr auto inference = plan::purpose_of_arena::inference;
    using inference_pass = plan::pass<plan_type, Net, inference>;

public:
    using network = named_network;  ///< that answers
    using scalar = Scalar;          ///< what pixels, parameters and logits are
    /// One image, [y][x][channel].
    using image_view_type = checking::view_of<is_right, const Scalar,
                                              static_cast<std::size_t>(Net::input_shape.size())>;
    /// One logit a class.
    using logits_type =
        std::conditional_t<is_right, std::array<Scalar, static_cast<std::size_t>(Net::classes)>,
                           checking::unknown_array<Scalar, static_cast<std::size_t>(Net::classes)>>;

    /// One thread's room. Its contents mean nothing between two answers.
    class workspace {
        friend predictor;
        alignas(alignment)
            std::array<std::byte, static_cast<std::size_t>(inference_pass::arena_bytes)> arena_;
        alignas(alignment)
            std::array<std::byte, static_cast<std::size_t>(
                                      plan_type::template scratch_bytes<inference>)> scratch_;
    };

private:
    template <class... Given>
    static constexpr bool is_made_of =
        sizeof...(Given) == 1 && (checking::gives_parameters<Given, network, given_scalar> && ...);
    template <class... Given>
    static constexpr bool answers_to = [] {
        using all = std::tuple<Given..., void, void>;
        return sizeof...(Given) == 2 &&
               std::is_convertible_v<std::tuple_element_t<0, all>, image_view_type> &&
               std::is_same_v<std::tuple_element_t<1, all>, workspace&>;
    }();

public:
    /// A copy of the parameters of a trainer, or of a checkpoint.
    explicit predictor(const parameters<network, given_scalar>& values)
        : parameters_(std::make_unique<parameters<network, given_scalar>>(values)) {}

    /// Only ever an error: something else, such as the trainer itself, nothing, or more.
    template <class... Given>
        requires(!is_made_of<Given...>)
    explicit predictor(const Given&... /*unused*/) {
        checking::tell<is_right ? checking::values_fault<Given...>("predictor")
                                : checking::fault{}>();
    }

    /// The logits of one image, [y][x][channel] in the units that the network was trained with.
    logits_type logits(image_view_type image, workspace& room) const noexcept {
        logits_type found;
        if constexpr (is_right) {
            const simd::flush_denormals flush;
            const kernel::serial_executor here{room.scratch_.data()};
            const inference_pass pass(image.data(), parameters_->data(), room.arena_.data(),
                                      layer_pass{});
            pass.forward(here);
            std::copy_n(pass.logits(), found.size(), found.data());
        }
        return found;
    }

    /// Only ever an error: an array whose size is not known to be right, another's workspace or one
    /// that nobody keeps, one argument or three.
    template <class... Given>
        requires(!answers_to<Given...>)
    logits_type logits(Given&&... /*unused*/) const noexcept {
        return {};
        constexpr checking::fault wrong =
            checking::answer_fault<predictor, Given...>("logits", is_right);
        checking::tell<wrong>();
    }
    /// Only ever an error: a workspace that nobody keeps, in braces.
    template <std::same_as<workspace> Room = workspace>
    logits_type logits(image_view_type /*image*/, Room&& /*room*/) const noexcept {
        return {};
        constexpr checking::fault wrong =
            checking::answer_fault<predictor, image_view_type, Room>("logits", is_right);
        checking::tell<wrong>();
    }

    /// The likeliest class of one image; the first of equals.
    int predict(image_view_type image, workspace& room) const noexcept {
        const logits_type found = logits(image, room);
        return static_cast<int>(std::max_element(found.begin(), found.end()) - found.begin());
    }

    /// Only ever an error: the same.
    template <class... Given>
        requires(!answers_to<Given...>)
    int predict(Given&&... /*unused*/) const noexcept {
        return 0;
        constexpr checking::fault wrong =
            checking::answer_fault<predictor, Given...>("predict", is_right);
        checking::tell<wrong>();
    }
    /// Only ever an error: the same, in braces.
    template <std::same_as<workspace> Room = workspace>
    int predict(image_view_type /*image*/, Room&& /*room*/) const noexcept {
        return 0;
        constexpr checking::fault wrong =
            checking::answer_fault<predictor, image_view_type, Room>("predict", is_right);
        checking::tell<wrong>();
    }

private:
    std::unique_ptr<const parameters<network, given_scalar>> parameters_;
};

/// `predictor answers(learner.values())`.
template <class Net, class Scalar>
predictor(const parameters<Net, Scalar>&) -> predictor<Net, Scalar>;
/// Of a trainer or a pointer to one, or of more, so that the constructor can say what is wrong.
template <class Given, class... More>
predictor(const Given&, const More&...)
    -> predictor<typename checking::pointed_at<Given>::type::network,
                 typename checking::pointed_at<Given>::type::scalar>;

}  // namespace typenet
