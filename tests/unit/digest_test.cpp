// SPDX-License-Identifier: BSL-1.0

// The bits of training: what fifty steps leave behind, as digests that hold on every machine. A
// change that means to compute the same computes the same; one that does not says so, and records
// its digests here in a commit of its own.
#include <cstdint>
#include <cstring>
#include <vector>

#include "catch.hpp"
#include "typenet/base/random.hpp"
#include "typenet/train/trainer.hpp"

namespace {

using namespace typenet;

/// FNV-1a over the bytes of all tensors, without the gaps between them.
/// **Source**: Fowler, Noll, Vo, "The FNV non-cryptographic hash algorithm", 64 bits.
template <class Values>
std::uint64_t digest(const Values& values, std::size_t tensors) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (std::size_t i = 0; i < tensors; ++i)
        for (const float value : values.tensor(i)) {
            std::uint32_t bits = 0;
            std::memcpy(&bits, &value, sizeof bits);
            for (int byte = 0; byte < 4; ++byte)
                hash = (hash ^ (bits >> 8 * byte & 0xFF)) * 0x100000001b3;
        }
    return hash;
}

/// Like pictures of pen strokes: half of all pixels are exactly 0.
std::vector<float> pixels(std::size_t count, std::uint32_t step) {
    std::vector<float> values(count);
    const random_position at{7, purpose::synthetic_data, 1, step, 0};
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t bits = random_bits(at, static_cast<std::uint32_t>(i)) >> 8;
        values[i] = bits < 0x800000 ? 0 : static_cast<float>(bits & 0x7FFFFF) * 0x1p-23F;
    }
    return values;
}

/// Fifty steps with dropout from He-normal weights.
template <class Net, class Optimizer, int Batch>
std::uint64_t digest_of_training() {
    const auto trained = make_trainer<Net, Optimizer, batch<Batch>>({.threads = 2, .seed = 3});
    using types = typename decltype(trained)::element_type;
    std::vector<std::uint8_t> labels(Batch);
    for (std::uint32_t step = 1; step <= 50; ++step) {
        const auto images = pixels(static_cast<std::size_t>(Batch * Net::input_shape.size()), step);
        for (std::size_t i = 0; i < labels.size(); ++i)
            labels[i] = static_cast<std::uint8_t>((i * 7 + step) % Net::classes);
        trained->step(typename types::images_view(images), typename types::labels_view(labels),
                      {.step = step, .learning_rate = 1e-3, .keep_probability = 0.75, .seed = 5});
    }
    return digest(trained->values(), Net::tensors.size());
}

using digits =
    network<input<28, 28, 1>, conv<32, 5>, relu, max_pool<2>, conv<64, 5>, relu, max_pool<2>,
            flatten, dense<1024>, relu, dropout, dense<10>, softmax_cross_entropy>;
using lenet = network<input<28, 28, 1>, conv<6, 5, 1, valid>, relu, max_pool<2>,
                      conv<16, 5, 1, valid>, relu, max_pool<2>, flatten, dense<120>, relu,
                      dense<84>, relu, dense<10>, softmax_cross_entropy>;
using stack = network<input<32, 32, 3>, conv<32, 3>, relu, conv<32, 3>, relu, max_pool<2>,
                      conv<64, 3>, relu, conv<64, 3>, relu, max_pool<2>, flatten, dense<512>, relu,
                      dense<10>, softmax_cross_entropy>;
using mlp = network<input<28, 28, 1>, flatten, dense<512>, relu, dense<512>, relu, dense<10>,
                    softmax_cross_entropy>;
using linked = network<input<12, 12, 3>, conv<20, 3>, batch_norm<>, relu,
                       residual<conv<20, 3>, batch_norm<>, relu, conv<20, 3>, batch_norm<>>, relu,
                       residual<branch<conv<37, 3, 2>, batch_norm<>, relu, depthwise_conv<3>,
                                       batch_norm<>, relu, conv<37, 1>>,
                                shortcut<conv<37, 1, 2>>>,
                       relu, global_average_pool, dense<10>, softmax_cross_entropy>;

}  // namespace

TEST_CASE("README's network trains to the same bits", "[digest]") {
    CHECK(digest_of_training<digits, adam, 16>() == 0x3b676f2977e42b4c);
}
TEST_CASE("README's network with batch 100 trains to the same bits", "[digest]") {
    CHECK(digest_of_training<digits, sgd, 100>() == 0x2837cce9f5648186);
}
TEST_CASE("LeNet trains to the same bits", "[digest]") {
    CHECK(digest_of_training<lenet, adam, 32>() == 0x91847b1081ce5988);
}
TEST_CASE("a stack of 3x3 convolutions trains to the same bits", "[digest]") {
    CHECK(digest_of_training<stack, adam, 8>() == 0xbf5f9913e0d9197a);
}
TEST_CASE("an MLP trains to the same bits", "[digest]") {
    CHECK(digest_of_training<mlp, adam, 32>() == 0x49d5d3c37456ed71);
}
TEST_CASE("images alone train to the same bits", "[digest]") {
    CHECK(digest_of_training<lenet, sgd, 1>() == 0xbbb8d6242e01d113);
}
TEST_CASE("a residual network trains to the same bits", "[digest]") {
    CHECK(digest_of_training<linked, sgd, 20>() == 0xd5f1f36915446925);
}
