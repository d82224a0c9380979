// SPDX-License-Identifier: BSL-1.0

// The notebook's network against what PyTorch computed from the same numbers in float64.
//
// **Errors**: in double both err by rounding alone, some 1e-15 a sum of up to 3,136 terms; 1e-10 of
// a tensor's largest magnitude is five digits above, and five below what a wrong formula gives. In
// float PyTorch's own float32 run is off by at most 2e-6 of a gradient's largest magnitude and 8e-7
// of the logits' (`float32_deviation` in the files): ten times that is allowed for another order of
// sums. Trained parameters: Adam turns a gradient that is all rounding into a whole step, so
// PyTorch's float32 has single elements a tenth of a step astray (a step is 0.001), and its RMS is
// below 1e-4 of a step: single elements may be a step off here, and sums tell of the rest.
#include <memory>
#include <string>

#include "catch.hpp"
#include "parity/parity_data.hpp"
#include "stage_check.hpp"
#include "typenet/train/trainer.hpp"

namespace {

using namespace typenet;
using namespace typenet::tests;

using notebook = network<input<28, 28, 1>, conv<32, 5>, relu, max_pool<2>, expect<14, 14, 32>,
                         conv<64, 5>, relu, max_pool<2>, expect<7, 7, 64>, flatten, dense<1024>,
                         relu, dropout, dense<10>, softmax_cross_entropy>;
constexpr int images_of_the_batch = 16;

struct tolerances {
    double logits;
    double gradients;  ///< of a tensor's largest magnitude
    double losses;
    double trained;  ///< of any element
    double sums;     ///< of a tensor's sum of magnitudes
};
template <class Scalar>
constexpr tolerances allowed =
    std::is_same_v<Scalar, double> ? tolerances{1e-10, 1e-10, 1e-10, 1e-8, 1e-10}
                                   : tolerances{1e-5, 2e-5, 1e-5, 1e-3, 1e-5};

/// Gradients go to a buffer like the parameters'.
template <class Plan>
struct keep_gradients {
    typename Plan::scalar* to;
    template <int S>
    auto operator()() const {
        return store_sink<typename Plan::scalar>{to, Plan::tensors[S].offset.data()};
    }
};

/// Largest difference over the largest magnitude.
double relative(const std::vector<double>& found, const std::vector<double>& right) {
    double difference = 0;
    for (std::size_t i = 0; i < right.size(); ++i)
        difference = std::max(difference, std::abs(found[i] - right[i]));
    return difference / largest(right);
}

template <class Scalar>
class parity {
    using plan_type = plan::plan<notebook, Scalar, images_of_the_batch>;
    static constexpr auto training = plan::purpose_of_arena::training;
    using values_type = parameters<notebook, Scalar>;

public:
    explicit parity(const std::string& name)
        : right_(read_parity_case(std::string(TYPENET_PARITY_DIR "/") + name)),
          images_(make_images<Scalar>(images_of_the_batch)),
          labels_(make_labels<std::uint8_t>(images_of_the_batch)) {
        REQUIRE(right_.batch == images_of_the_batch);
        for (std::size_t i = 0; i < notebook_parameters.size(); ++i) {
            const auto values = make_parameters<Scalar>(notebook_parameters[i]);
            REQUIRE(values.size() == start_->tensor(i).size());
            std::ranges::copy(values, start_->tensor(i).begin());
        }
    }

    void check_inputs() {
        CHECK(parity_digest<Scalar>(images_) == right_.digests.at("images"));
        for (std::size_t i = 0; i < notebook_parameters.size(); ++i) {
            const std::string name(notebook_parameters[i].name);
            CAPTURE(name);
            CHECK(notebook::tensors[i].name.view() == name);
            CHECK(parity_digest<Scalar>(std::as_const(*start_).tensor(i)) ==
                  right_.digests.at(name));
        }
    }

    void check_first_pass() {
        const room<std::byte> arena(plan_type::template arena<training>.bytes);
        team workers(2, plan_type::template scratch_bytes<training>);
        const plan::pass<plan_type, notebook, training> pass(
            images_.data(), start_->data(), arena.data(),
            {right_.keep_probability, right_.dropout_seed, 1, 0, 0});
        pass.forward(workers);
        const Scalar* const logits = pass.outputs();
        CHECK(relative({logits, logits + right_.logits.size()}, right_.logits) <
              allowed<Scalar>.logits);

        pass.loss_gradient(labels_.data());
        const auto gradient = std::make_unique<values_type>();
        pass.backward(workers, keep_gradients<plan_type>{gradient->data()});
        for (std::size_t i = 0; i < notebook_parameters.size(); ++i) {
            const std::string name(notebook_parameters[i].name);
            CAPTURE(name);
            const tensor_summary& known = right_.gradients.at(name);
            const auto found = summarise<Scalar>(std::as_const(*gradient).tensor(i), known);
            CHECK(relative(found.values, known.values) < allowed<Scalar>.gradients);
            check_sums(found, known);
        }
    }

    void check_training() {
        auto made = make_trainer<notebook, adam, batch<images_of_the_batch>, Scalar>(
            {2, 1, {}}, {right_.beta1, right_.beta2, right_.epsilon});
        made->values() = *start_;
        using trainer_type = typename decltype(made)::element_type;
        CHECK(std::abs(right_.loss - right_.losses[0]) < 1e-15);
        for (std::size_t step = 1; step <= right_.losses.size(); ++step) {
            const step_result found =
                made->step(typename trainer_type::images_view(images_),
                           typename trainer_type::labels_view(labels_),
                           {static_cast<std::uint32_t>(step), right_.learning_rate,
                            right_.keep_probability, right_.dropout_seed});
            CAPTURE(step);
            CHECK(std::abs(found.loss / right_.losses[step - 1] - 1) < allowed<Scalar>.losses);
        }
        for (std::size_t i = 0; i < notebook_parameters.size(); ++i) {
            const std::string name(notebook_parameters[i].name);
            CAPTURE(name);
            const tensor_summary& known = right_.trained.at(name);
            const auto found = summarise<Scalar>(std::as_const(made->values()).tensor(i), known);
            double worst = 0;
            for (std::size_t j = 0; j < known.values.size(); ++j)
                worst = std::max(worst, std::abs(found.values[j] - known.values[j]));
            CHECK(worst < allowed<Scalar>.trained);
            check_sums(found, known);
        }
    }

private:
    static void check_sums(const tensor_summary& found, const tensor_summary& known) {
        const double most = allowed<Scalar>.sums * known.sum_of_magnitudes;
        CHECK(std::abs(found.sum - known.sum) < most);
        CHECK(std::abs(found.sum_of_magnitudes - known.sum_of_magnitudes) < most);
        CHECK(std::abs(found.norm / known.norm - 1) < allowed<Scalar>.sums);
    }

    parity_case right_;
    std::vector<Scalar> images_;
    std::vector<std::uint8_t> labels_;
    std::unique_ptr<values_type> start_ = std::make_unique<values_type>();
};

void check_all(const std::string& file) {
    parity<TYPENET_SCALAR> test(file);
    test.check_inputs();
    test.check_first_pass();
    test.check_training();
}

}  // namespace

#define TYPENET_WORDS(word) TYPENET_QUOTED(word)
#define TYPENET_QUOTED(word) #word

TEST_CASE("the notebook's network agrees with PyTorch in " TYPENET_WORDS(TYPENET_SCALAR),
          "[parity]") {
    check_all("notebook_keep100.json");
}

TEST_CASE("with dropout, it agrees with PyTorch in " TYPENET_WORDS(TYPENET_SCALAR), "[parity]") {
    check_all("notebook_keep050.json");
}
