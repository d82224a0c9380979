// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <memory>
#include <string>

#include "server.hpp"
#include "typenet/huge_pages.hpp"
#include "typenet/initial_values.hpp"
#include "typenet/optimizer/adam.hpp"
#include "typenet/parameters.hpp"
#include "typenet/plan/plan.hpp"
#include "typenet/step.hpp"
#include "typenet/team.hpp"

/// A planned network trained stage by stage, each with its own clock. It does what `plan::pass` and
/// `trainer` do, in the plan's own arena: a stage finds its data in the caches where the stage
/// before left them, and the zeros that training makes.
namespace typenet::bench {

template <class Net, int Batch>
class stage_chain {
    using plan_type = plan::plan<Net, float, Batch>;
    static constexpr auto training = plan::purpose_of_arena::training;
    static constexpr const auto& memory = plan_type::template arena<training>;

public:
    static constexpr int stages = plan_type::stages;

    explicit stage_chain(int threads)
        : team_(threads, plan_type::template scratch_bytes<training>) {
        initialize(state_->parameters, initial_values::he_normal, 1);
    }

    /// Trains; milliseconds of stages 0, 1, … forward, then 0, 1, … backward.
    times step(const float* images, const std::uint8_t* labels, const hyperparameters& numbers) {
        const simd::flush_denormals flush;
        const layer_pass pass{numbers.keep_probability, numbers.seed, numbers.step, 0, 0};
        times found(std::size_t{2} * stages);
        for_stages([&]<int S>() { found[S] = milliseconds_of([&] { forward<S>(images, pass); }); });
        for (extent image = 0; image < Batch; ++image) {
            const extent at = image * Net::classes;
            softmax_cross_entropy::loss_gradient<Net::classes>(
                array(memory.at[stages - 1].out) + at, labels[image], 1.0 / Batch,
                array(memory.at[stages - 1].out_gradient) + at);
        }
        const adam::step_rule<float> rule({}, numbers);
        for_stages([&]<int Back>() {
            constexpr int S = stages - 1 - Back;
            found[stages + S] = milliseconds_of([&] { backward<S>(images, pass, rule); });
        });
        return found;
    }

    /// "stages": [{"name", "multiply_adds" and "bytes" forward and backward}, …]. Multiply-adds are
    /// those of the layers as they are written, for the whole minibatch. Bytes are what must move
    /// at least: a stage's input, output and parameters; backward their gradients too, and Adam
    /// reads and writes three numbers a parameter.
    static std::string about() {
        std::string all;
        for_stages([&]<int S>() {
            using group = typename plan_type::template group_at<S>;
            using stage = typename plan_type::template stage<S>;
            std::string name;
            extent multiply_adds = 0;
            extent count = 0;
            for (int i = group::first; i <= group::last; ++i) {
                const layer_facts& layer = Net::facts::layer_table[static_cast<std::size_t>(i)];
                if (layer.role != layer_role::transform) continue;
                name += (name.empty() ? "" : " + ") + std::string(layer.spelling.view());
                multiply_adds += Batch * layer.multiply_adds;
                count += layer.parameters;
            }
            const extent in = Batch * stage::in_size;
            const extent out = Batch * stage::out_size;
            const extent back = S > 0 ? 2 : 1;  // nobody asks for the images' gradient
            all += std::string(S ? ", " : "") + "{\"name\": \"" + name +
                   "\", \"forward\": " + work(multiply_adds, in + out + count) +
                   ", \"backward\": " + work(back * multiply_adds, back * in + out + 6 * count) +
                   "}";
        });
        return "\"stages\": [" + all + "]";
    }

private:
    /// Takes finished gradients as the trainer does.
    struct update {
        stage_chain& owner;
        const adam::step_rule<float>& rule;
        extent weights_offset;
        extent biases_offset;

        template <int Count>
        TYPENET_INLINE void weights(extent at, const simd::row<float, Count>& gradient) const {
            apply(weights_offset + at, gradient);
        }
        template <int Count>
        TYPENET_INLINE void biases(extent at, const simd::row<float, Count>& gradient) const {
            apply(biases_offset + at, gradient);
        }
        template <int Count>
        TYPENET_INLINE void prefetch(extent at) const {
            simd::prefetch<Count>(owner.state_->parameters.data() + weights_offset + at);
            for (const auto& moment : owner.state_->moments)
                simd::prefetch<Count>(moment.data() + weights_offset + at);
        }
        template <int Count>
        TYPENET_INLINE void apply(extent at, const simd::row<float, Count>& gradient) const {
            rule.apply(owner.state_->parameters.data() + at,
                       {owner.state_->moments[0].data() + at, owner.state_->moments[1].data() + at},
                       gradient);
        }
    };
    /// In memory as a trainer's.
    struct state : on_huge_pages {
        typenet::parameters<Net, float> parameters;
        std::array<typenet::parameters<Net, float>, 2> moments;
        alignas(alignment) std::array<std::byte, static_cast<std::size_t>(memory.bytes)> arena;
    };

    template <class Body>
    static void for_stages(Body&& body) {
        [&]<int... S>(std::integer_sequence<int, S...>) {
            (body.template operator()<S>(), ...);
        }(std::make_integer_sequence<int, stages>{});
    }
    static std::string work(extent multiply_adds, extent floats) {
        return "{\"multiply_adds\": " + std::to_string(multiply_adds) +
               ", \"bytes\": " + std::to_string(floats * static_cast<extent>(sizeof(float))) + "}";
    }

    [[nodiscard]] float* array(extent offset) const {
        return kernel::array_at<float>(state_->arena.data(), offset);
    }
    template <int S>
    [[nodiscard]] const float* in(const float* images) const {
        if constexpr (S == 0)
            return images;
        else
            return array(memory.at[S - 1].out);
    }
    [[nodiscard]] const float* parameter(extent offset) const {
        return offset < 0 ? nullptr : state_->parameters.data() + offset;
    }
    /// Random numbers of a fused stage are those of its last layer.
    template <int S>
    static layer_pass of_layer(layer_pass pass) {
        constexpr auto last = static_cast<std::size_t>(plan_type::template group_at<S>::last);
        pass.ordinal = static_cast<std::uint32_t>(Net::facts::layer_table[last].ordinal);
        return pass;
    }

    template <int S>
    void forward(const float* images, const layer_pass& pass) {
        constexpr auto offsets = plan_type::template parameters_of<S>;
        plan_type::template stage<S>::forward(
            {in<S>(images), parameter(offsets.weights), parameter(offsets.biases),
             array(memory.at[S].out), state_->arena.data() + memory.at[S].saved,
             state_->arena.data() + memory.at[S].forward_shared, of_layer<S>(pass)},
            team_);
    }
    template <int S>
    void backward(const float* images, const layer_pass& pass, const adam::step_rule<float>& rule) {
        constexpr auto offsets = plan_type::template parameters_of<S>;
        float* in_gradient = nullptr;
        if constexpr (S > 0) in_gradient = array(memory.at[S - 1].out_gradient);
        plan_type::template stage<S>::template backward<(S > 0)>(
            {in<S>(images), parameter(offsets.weights), parameter(offsets.biases),
             array(memory.at[S].out), state_->arena.data() + memory.at[S].saved,
             array(memory.at[S].out_gradient), in_gradient,
             state_->arena.data() + memory.at[S].backward_shared, of_layer<S>(pass)},
            team_, update{*this, rule, offsets.weights, offsets.biases});
    }

    std::unique_ptr<state> state_ = std::make_unique<state>();
    team team_;
};

}  // namespace typenet::bench
