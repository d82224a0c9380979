// SPDX-License-Identifier: BSL-1.0

// After construction nothing allocates: this program counts every allocation that it makes. (Not
// under sanitizers, which replace malloc themselves: CMakeLists.txt leaves it out there.)
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <new>
#include <vector>

#include "catch.hpp"
#include "typenet/train/predictor.hpp"
#include "typenet/train/trainer.hpp"

namespace {
std::atomic<long> allocations{0};
}

// glibc's own names for what is replaced here. `operator new` in all its forms calls these: the
// first test shows it.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

void* malloc(std::size_t size) {
    ++allocations;
    return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
    ++allocations;
    return __libc_calloc(count, size);
}
void* realloc(void* old, std::size_t size) {
    ++allocations;
    return __libc_realloc(old, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
    ++allocations;
    return __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
    ++allocations;
    return __libc_memalign(alignment, size);
}
int posix_memalign(void** result, std::size_t alignment, std::size_t size) {
    ++allocations;
    *result = __libc_memalign(alignment, size);
    return *result ? 0 : ENOMEM;
}
}

namespace {

using namespace typenet;

/// How often `work` allocates.
long allocations_in(auto&& work) {
    const long before = allocations.load();
    work();
    return allocations.load() - before;
}

/// The compiler cannot see that nobody uses what goes through here.
void* volatile sink;
void* seen(void* made) {
    sink = made;
    return sink;
}

using small = network<input<6, 8, 2>, conv<5, 3>, relu, max_pool<2>, flatten, dense<9>, relu,
                      dropout, dense<3>, softmax_cross_entropy>;
using notebook =
    network<input<28, 28, 1>, conv<32, 5>, relu, max_pool<2>, conv<64, 5>, relu, max_pool<2>,
            flatten, dense<1024>, relu, dropout, dense<10>, softmax_cross_entropy>;

/// What runs by references, links, and statistics.
using linked = network<input<6, 8, 2>, conv<5, 3>, batch_norm<>, relu, depthwise_conv<3>,
                       residual<branch<conv<4, 3, 2>, batch_norm<>>, shortcut<conv<4, 1, 2>>>, relu,
                       global_average_pool, dense<3>, softmax_cross_entropy>;

/// Branches side by side, activations and poolings.
using branched =
    network<input<6, 8, 2>, conv<5, 3>, leaky_relu<0.1>, max_pool<2>,
            concat<branch<conv<4, 1>, typenet::tanh>, branch<conv<2, 3>, gelu>, branch<>>,
            average_pool<2, drop_rest>, sigmoid, flatten, dense<3>, softmax_cross_entropy>;

template <class Net, int Batch>
class training {
    using trainer_type = trainer<Net, adam, batch<Batch>>;
    static constexpr auto count = static_cast<std::size_t>(Batch);
    static constexpr auto image_size = static_cast<std::size_t>(Net::input_shape.size());

public:
    explicit training(int threads) : made(make_trainer<Net, adam, batch<Batch>>({threads, 1, {}})) {
        for (std::size_t i = 0; i < images.size(); ++i) images[i] = static_cast<float>(i % 7) / 7;
        for (std::size_t i = 0; i < labels.size(); ++i)
            labels[i] = static_cast<std::uint8_t>(i % 3);
    }
    void steps(std::uint32_t first, std::uint32_t last) {
        for (std::uint32_t step = first; step <= last; ++step) {
            made->step(typename trainer_type::images_view(images),
                       typename trainer_type::labels_view(labels), {step, 1e-3, 0.5, 1});
        }
    }
    /// One image fewer than two batches.
    evaluation evaluate() {
        return made->evaluate({twice_images.data(), (2 * count - 1) * image_size},
                              {twice_labels.data(), 2 * count - 1});
    }

    std::unique_ptr<trainer_type> made;
    std::vector<float> images = std::vector<float>(count * image_size);
    std::vector<std::uint8_t> labels = std::vector<std::uint8_t>(count);

private:
    std::vector<float> twice_images = std::vector<float>(2 * count * image_size);
    std::vector<std::uint8_t> twice_labels = std::vector<std::uint8_t>(2 * count);
};

}  // namespace

TEST_CASE("every kind of allocation is counted", "[heap]") {
    CHECK(allocations_in([] {}) == 0);
    CHECK(allocations_in([] { std::free(seen(std::malloc(10))); }) == 1);
    CHECK(allocations_in([] { std::free(seen(std::calloc(10, 10))); }) == 1);
    CHECK(allocations_in([] { std::free(seen(std::aligned_alloc(64, 64))); }) == 1);
    CHECK(allocations_in([] { std::free(seen(std::realloc(seen(std::malloc(10)), 10000))); }) == 2);
    CHECK(allocations_in([] {
              void* made = nullptr;
              const int failed = posix_memalign(&made, 64, 64);
              std::free(failed ? nullptr : seen(made));
          }) == 1);
    CHECK(allocations_in([] { ::operator delete(seen(::operator new(10))); }) == 1);
    CHECK(allocations_in([] { ::operator delete[](seen(::operator new[](10))); }) == 1);
    CHECK(allocations_in([] { ::operator delete(seen(::operator new(10, std::nothrow))); }) == 1);
    CHECK(allocations_in([] {
              constexpr std::align_val_t line{64};
              ::operator delete(seen(::operator new(64, line)), line);
          }) == 1);
    CHECK(allocations_in([] {
              constexpr std::align_val_t line{64};
              ::operator delete[](seen(::operator new[](64, line)), line);
          }) == 1);
}

TEST_CASE("a thousand steps allocate nothing", "[heap]") {
    for (const int threads : {1, 2}) {
        CAPTURE(threads);
        training<small, 4> run(threads);
        run.steps(1, 1);
        CHECK(allocations_in([&] { run.steps(2, 1000); }) == 0);
        CHECK(allocations_in([&] {
                  run.steps(1001, 1010);
                  std::free(seen(std::malloc(10)));
                  run.steps(1011, 1020);
              }) == 1);
    }
}

TEST_CASE("steps of the notebook's network allocate nothing, not even the first", "[heap]") {
    for (const int threads : {1, 2}) {
        CAPTURE(threads);
        training<notebook, 128> run(threads);
        CHECK(allocations_in([&] { run.steps(1, 3); }) == 0);
    }
}

TEST_CASE("steps through links and statistics, and steps in parts, allocate nothing", "[heap]") {
    training<linked, 4> run(2);
    CHECK(allocations_in([&] { run.steps(1, 10); }) == 0);
    parameters<linked> kept;
    parameters<linked> average;
    hyperparameters numbers;
    numbers.weight_decay = numbers.l2 = 0.1;
    CHECK(allocations_in([&] {
              run.made->gradients(trainer<linked, adam, batch<4>>::images_view(run.images),
                                  trainer<linked, adam, batch<4>>::labels_view(run.labels), numbers,
                                  kept);
              run.made->clip(kept, 1e-3);
              run.made->apply(kept, numbers);
              run.made->average_into(average, 0);
          }) == 0);
    CHECK(kept.get<"dense1.biases">()[0] != 0);
    CHECK(std::ranges::equal(average.get<"conv1.weights">(),
                             run.made->values().get<"conv1.weights">()));
    gradient_sum<linked> sum(4);
    CHECK(allocations_in([&] {
              for (int i = 0; i < 4; ++i)
                  run.made->accumulate(trainer<linked, adam, batch<4>>::images_view(run.images),
                                       trainer<linked, adam, batch<4>>::labels_view(run.labels),
                                       numbers, sum);
              run.made->apply(run.made->mean(sum), numbers);
          }) == 0);
    training<branched, 4> branches(2);
    CHECK(allocations_in([&] { branches.steps(1, 10); }) == 0);
}

TEST_CASE("evaluation and prediction allocate nothing", "[heap]") {
    for (const int threads : {1, 2}) {
        CAPTURE(threads);
        training<small, 4> run(threads);
        evaluation found;
        CHECK(allocations_in([&] { found = run.evaluate(); }) == 0);
        CHECK(found.images == 7);

        const predictor<small> ask(run.made->values());
        const auto room = std::make_unique<predictor<small>::workspace>();
        const predictor<small>::image_view_type image(run.images.data(), 6 * 8 * 2);
        int answer = -1;
        CHECK(allocations_in([&] { answer = ask.predict(image, *room); }) == 0);
        CHECK(answer >= 0);
    }
}
