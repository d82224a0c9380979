// SPDX-License-Identifier: BSL-1.0
#include "exchange/import.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "exchange/layer_match.hpp"
#include "exchange/layer_names.hpp"
#include "exchange/layout.hpp"
#include "exchange/weights_file.hpp"
#include "message.hpp"
#include "scratch_folder.hpp"
#include "still_life.hpp"

namespace {

using namespace typenet;
using exchange::layout;
using tests::message_of;
namespace fs = std::filesystem;

/// Tensors in the making: a name, a shape, and values that count up from a tensor's first.
class foreign_file {
public:
    explicit foreign_file(const tests::scratch_folder& folder) : path(folder.path / "weights") {}

    foreign_file& add(const std::string& name, std::vector<std::int64_t> shape, float first = 1) {
        std::int64_t count = 1;
        for (const std::int64_t n : shape) count *= n;
        std::vector<float> values(static_cast<std::size_t>(count));
        std::iota(values.begin(), values.end(), first);
        return add(name, std::move(shape), "F32", values);
    }
    template <class Number>
    foreign_file& add(const std::string& name, std::vector<std::int64_t> shape,
                      const std::string& dtype, const std::vector<Number>& values) {
        const auto* const begin = reinterpret_cast<const char*>(values.data());
        const std::size_t from = data_.size();
        data_.append(begin, values.size() * sizeof(Number));
        header_[name] = {
            {"dtype", dtype}, {"shape", std::move(shape)}, {"data_offsets", {from, data_.size()}}};
        return *this;
    }
    foreign_file& say(const std::string& key, const std::string& text) {
        header_["__metadata__"][key] = text;
        return *this;
    }
    [[nodiscard]] exchange::weights_file read() const {
        const std::string header = header_.dump();
        const auto length = std::bit_cast<std::array<char, 8>>(std::uint64_t{header.size()});
        std::ofstream(path, std::ios::binary)
            << std::string(length.begin(), length.end()) << header << data_;
        return {path, "weights"};
    }

    fs::path path;

private:
    nlohmann::json header_ = nlohmann::json::object();
    std::string data_;
};

/// "conv1.weights=stem.weight, …": what the matcher has found, of tensors that the file has.
template <class Net>
std::string matched(const foreign_file& file, const exchange::match_hints& hints = {}) {
    const exchange::weights_file weights = file.read();
    const auto found = exchange::match_layers(still::facts_of_net<Net>(), weights, hints);
    std::string words;
    for (std::size_t i = 0; i < found.tensors.size(); ++i)
        if (found.tensors[i] != nullptr)
            words += std::string(words.empty() ? "" : ", ") +
                     std::string(Net::tensors[i].name.view()) + "=" + found.tensors[i]->name;
    return words;
}

template <class Net>
std::string refusal(const foreign_file& file, const exchange::match_hints& hints = {}) {
    const std::string words = message_of([&] { static_cast<void>(matched<Net>(file, hints)); });
    const std::string who = "weights " + file.path.string();
    return words.starts_with(who) ? words.substr(who.size()) : words;
}

template <class Net>
std::vector<float> imported(const foreign_file& file, std::size_t tensor,
                            std::optional<double> epsilon = {}) {
    exchange::weights_file weights = file.read();
    const app::network_summary facts = still::facts_of_net<Net>();
    const auto found = exchange::match_layers(facts, weights, {});
    still::still_life_of<Net> to(1e6F);
    exchange::set_parameters(facts, weights, found, epsilon, to);
    const std::span<float> values = to.parameter(tensor);
    return {values.begin(), values.end()};
}

constexpr auto before = std::partial_ordering::less;
constexpr auto not_told = std::partial_ordering::unordered;

using two_convs =
    network<input<4, 4, 2>, conv<2, 3>, relu, conv<2, 3>, flatten, dense<3>, softmax_cross_entropy>;
using square = network<input<4, 4, 1>, flatten, dense<16>, softmax_cross_entropy>;
using flat = network<input<2, 3, 2>, flatten, batch_norm<>, relu, dense<2>, softmax_cross_entropy>;
using normed = network<input<4, 4, 3>, conv<2, 3>, batch_norm<>, relu,
                       residual<conv<2, 3>, batch_norm<>, relu, conv<2, 3>, batch_norm<>>, relu,
                       global_average_pool, dense<3>, softmax_cross_entropy>;
using widening =
    network<input<4, 4, 2>, residual<branch<conv<4, 3>, conv<4, 3>>, shortcut<conv<4, 1>>>, flatten,
            dense<3>, softmax_cross_entropy>;

/// What `normed` has, under any names; the last one of each pair is the normalisation.
foreign_file& add_normed(foreign_file& file, const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < 3; ++i) {
        file.add(names[2 * i] + ".weight", {2, i == 0 ? 3 : 2, 3, 3});
        for (const char* const one : {".weight", ".bias", ".running_mean", ".running_var"})
            file.add(names[2 * i + 1] + one, {2});
        file.add(names[2 * i + 1] + ".num_batches_tracked", {}, "I64",
                 std::vector<std::int64_t>{7});
    }
    return file.add("head.weight", {3, 2}).add("head.bias", {3});
}

}  // namespace

TEST_CASE("names tell the order of layers, or do not", "[import]") {
    using exchange::order_of_names;
    const std::vector<std::pair<std::string, std::string>> ordered{
        {"conv9", "conv10"},
        {"conv2d", "conv2d_1"},
        {"batch_normalization_2", "batch_normalization_10"},
        {"features.3", "features.12"},
        {"layer1.1.conv2", "layer2.0.conv1"},
        {"encoder.4", "decoder.0"},
        {"layer2.0.bn2", "layer2.0.downsample.1"},
        {"layer2.0.downsample.1", "layer2.1.bn1"},
        {"stem.conv", "blocks.0.conv"},
        {"blocks.7", "classifier.1"},
        {"model/conv2d/", "model/conv2d_1"}};
    for (const auto& [a, b] : ordered) {
        CAPTURE(a, b);
        CHECK(order_of_names(a, b) == before);
        CHECK(order_of_names(b, a) == std::partial_ordering::greater);
    }
    for (const auto& [a, b] :
         std::vector<std::pair<std::string, std::string>>{{"conv_a", "conv_b"},
                                                          {"bn1", "layer1.0.bn1"},
                                                          {"a1", "a_1"},
                                                          {"conv", "conv_last"},
                                                          {"x.0", "x.first"},
                                                          {"fc", "head"},
                                                          {"", ""}}) {
        CAPTURE(a, b);
        CHECK(order_of_names(a, b) == not_told);
        CHECK(order_of_names(b, a) == not_told);
    }
}

TEST_CASE("a normalisation has the name of the layer that it is behind", "[import]") {
    using exchange::is_norm_behind;
    CHECK(is_norm_behind("layer1.0.bn2", "layer1.0.conv2"));
    CHECK(is_norm_behind("block1_bn", "block1_conv"));
    CHECK(is_norm_behind("features.4", "features.3"));
    CHECK(is_norm_behind("norm1", "conv1"));
    CHECK(is_norm_behind("conv_dw_1_bn", "conv_dw_1"));
    CHECK_FALSE(is_norm_behind("conv_1_expand", "conv_1"));
    CHECK_FALSE(is_norm_behind("bn1", "bn1"));
    CHECK_FALSE(is_norm_behind("layer1.0.bn2", "layer1.0.conv1"));
    CHECK_FALSE(is_norm_behind("features.3", "features.4"));
    CHECK_FALSE(is_norm_behind("4.bn", "3.bn"));
    CHECK_FALSE(is_norm_behind("batch_normalization_3", "conv2d_3"));
}

TEST_CASE("PyTorch's convolutions and dense layers turn into typenet's layouts", "[import]") {
    const tests::scratch_folder folder;
    foreign_file file(folder);
    file.add("0.weight", {2, 2, 3, 3}).add("0.bias", {2}, 5);
    file.add("2.weight", {2, 2, 3, 3}, 101).add("4.weight", {3, 32}).add("4.bias", {3});
    CHECK(matched<two_convs>(file) ==
          "conv1.weights=0.weight, conv1.biases=0.bias, conv2.weights=2.weight, "
          "dense1.weights=4.weight, dense1.biases=4.bias");

    const std::vector<float> conv = imported<two_convs>(file, 0);  // [y][x][in][out]
    for (std::size_t o = 0; o < 2; ++o)
        for (std::size_t i = 0; i < 2; ++i)
            for (std::size_t p = 0; p < 9; ++p)
                CHECK(conv[(p * 2 + i) * 2 + o] == static_cast<float>(1 + (o * 2 + i) * 9 + p));
    CHECK(imported<two_convs>(file, 1) == std::vector<float>{5, 6});
    CHECK(imported<two_convs>(file, 3) == std::vector<float>{0, 0});  // no bias in the file

    const std::vector<float> dense = imported<two_convs>(file, 4);  // [y, x, channel][unit]
    for (std::size_t u = 0; u < 3; ++u)
        for (std::size_t c = 0; c < 2; ++c)
            for (std::size_t p = 0; p < 16; ++p)
                CHECK(dense[(p * 2 + c) * 3 + u] == static_cast<float>(1 + u * 32 + c * 16 + p));
}

TEST_CASE("Keras' tensors stay as they are", "[import]") {
    const tests::scratch_folder folder;
    foreign_file file(folder);
    file.add("conv2d_4/kernel:0", {3, 3, 2, 2}).add("conv2d_10/kernel:0", {3, 3, 2, 2}, 101);
    file.add("dense/kernel:0", {32, 3}).add("dense/bias:0", {3});
    CHECK(matched<two_convs>(file) ==
          "conv1.weights=conv2d_4/kernel, conv2.weights=conv2d_10/kernel, "
          "dense1.weights=dense/kernel, dense1.biases=dense/bias");
    const std::vector<float> dense = imported<two_convs>(file, 4);
    for (std::size_t i = 0; i < dense.size(); ++i) CHECK(dense[i] == static_cast<float>(i + 1));
    CHECK(imported<two_convs>(file, 2)[0] == 101);
}

TEST_CASE("a normalisation between flatten and dense is permuted with it", "[import]") {
    const tests::scratch_folder folder;
    foreign_file file(folder);
    file.add("1.running_mean", {12}).add("1.running_var", {12}, 21);
    file.add("3.weight", {2, 12}).add("3.bias", {2});
    // y, x, channel of 2x3x2 in the order of channel, y, x.
    const std::vector<float> expected{1, 7, 2, 8, 3, 9, 4, 10, 5, 11, 6, 12};
    CHECK(imported<flat>(file, 2) == expected);
    CHECK(imported<flat>(file, 0) == std::vector<float>(12, 1));  // gamma, beta: not affine
    CHECK(imported<flat>(file, 1) == std::vector<float>(12, 0));
    for (std::size_t i = 0; i < 12; ++i) {
        CHECK(imported<flat>(file, 4)[2 * i] == expected[i]);
        CHECK(imported<flat>(file, 4)[2 * i + 1] == expected[i] + 12);
    }
    // With an ε of 1e-5 instead of 1e-3 it answers the same.
    CHECK(imported<flat>(file, 3, 1e-5)[0] == 21.0F - 0.00099F);
}

TEST_CASE("a layout that shapes do not tell is asked for", "[import]") {
    const tests::scratch_folder folder;
    foreign_file file(folder);
    file.add("fc.weight", {16, 16});
    CHECK(refusal<square>(file) ==
          ": expected shapes that tell PyTorch's layout from Keras', found that all fit both; say "
          "--layout pytorch or --layout keras");
    CHECK(matched<square>(file, {layout::keras, {}}) == "dense1.weights=fc.weight");
    for (const auto& [key, text] :
         {std::pair{"format", "pt"}, {"layout", "pytorch"}, {"layout", "keras"}}) {
        foreign_file stating = file;
        stating.say(key, text);
        CHECK(imported<square>(stating, 0)[1] == (std::string(text) == "keras" ? 2 : 17));
    }
    // Another tensor of the file tells it: 3 x 3 windows on 2 channels do not, 32 x 3 values do.
    foreign_file told(folder);
    told.add("0.weight", {2, 2, 3, 3}).add("2.weight", {2, 2, 3, 3}).add("4.weight", {3, 32});
    CHECK(matched<two_convs>(told).starts_with("conv1.weights=0.weight, conv2"));
}

TEST_CASE("an order that names do not tell is asked for", "[import]") {
    const tests::scratch_folder folder;
    foreign_file file(folder);
    file.add("left.weight", {2, 2, 3, 3})
        .add("right.weight", {2, 2, 3, 3})
        .add("fc.weight", {3, 32});
    CHECK(refusal<two_convs>(file) ==
          ": expected names that tell the order of left and right, which have one shape, found "
          "names that do not; say with --map where they belong, as in --map left=conv1");
    const std::string swapped =
        "conv1.weights=right.weight, conv2.weights=left.weight, dense1.weights=fc.weight";
    CHECK(matched<two_convs>(file, {{}, {{"right", "conv1"}}}) == swapped);
    CHECK(matched<two_convs>(file, {{}, {{"left.weight", "conv2.weights"}}}) == swapped);
    foreign_file ordered = file;
    ordered.say("order", R"(["right.weight","left.weight","fc.weight"])");
    CHECK(matched<two_convs>(ordered) == swapped);
    ordered.say("order", R"(["right.weight","left.weight"])");
    CHECK(refusal<two_convs>(ordered) ==
          ": expected all tensors in the order in its metadata, found none that is fc.weight");
    ordered.say("order", "7");
    CHECK(refusal<two_convs>(ordered) ==
          ": expected a JSON list of names as the order in its metadata");

    CHECK(
        refusal<two_convs>(file, {{}, {{"left", "conv7"}}}) ==
        "--map left=conv7: expected the name of a layer with tensors, such as conv1, found conv7");
    CHECK(refusal<two_convs>(file, {{}, {{"left.weight", "conv1"}}}) ==
          "--map left.weight=conv1: expected the name of a tensor, such as conv1.weights, found "
          "conv1");
    CHECK(refusal<two_convs>(file, {{}, {{"up", "conv1"}}}).find("found none of that name") !=
          std::string::npos);
    CHECK(refusal<two_convs>(file, {{}, {{"left", "conv1"}, {"right", "conv1"}}}) ==
          "--map: expected one place for conv1, found two");
}

TEST_CASE("normalisations follow the layers that their names tell", "[import]") {
    const tests::scratch_folder folder;
    foreign_file usual(folder);
    add_normed(usual, {"conv1", "bn1", "layer1.0.conv1", "layer1.0.bn1", "layer1.0.conv2",
                       "layer1.0.bn2"});
    const std::string found = matched<normed>(usual);
    CHECK(found.find("batch_norm1.gamma=bn1.weight") != std::string::npos);
    CHECK(found.find("batch_norm2.mean=layer1.0.bn1.running_mean") != std::string::npos);
    CHECK(found.find("batch_norm3.beta=layer1.0.bn2.bias") != std::string::npos);
    CHECK(found.find("batch_norm3.variance=layer1.0.bn2.running_var") != std::string::npos);
    CHECK(usual.read().passed_over().size() == 3);

    foreign_file wrapped(folder);
    add_normed(wrapped, {"module._orig_mod.0", "module._orig_mod.1", "module._orig_mod.3.0",
                         "module._orig_mod.3.1", "module._orig_mod.3.3", "module._orig_mod.3.4"});
    CHECK(matched<normed>(wrapped).find("batch_norm3.gamma=3.4.weight") != std::string::npos);
    CHECK(wrapped.read().prefixes() == std::set<std::string>{"_orig_mod.", "module."});

    // Whether `first` is before `layer1.0.bn1` nobody knows.
    foreign_file odd(folder);
    add_normed(odd, {"conv1", "first", "layer1.0.conv1", "layer1.0.bn1", "layer1.0.conv2",
                     "layer1.0.bn2"});
    CHECK(refusal<normed>(odd).find("the order of first and layer1.0.bn1") != std::string::npos);
    CHECK(matched<normed>(odd, {{}, {{"first", "batch_norm1"}}})
              .find("batch_norm2.gamma=layer1.0.bn1.weight") != std::string::npos);
}

TEST_CASE("an order that is not the network's is not relied on", "[import]") {
    const tests::scratch_folder folder;
    foreign_file file(folder);
    // As a program that makes its shortcut first would number them.
    file.add("conv2d/kernel", {1, 1, 2, 4}).add("conv2d_1/kernel", {3, 3, 2, 4});
    file.add("conv2d_2/kernel", {3, 3, 4, 4}).add("dense/kernel", {64, 3});
    CHECK(matched<widening>(file) ==
          "conv1.weights=conv2d_1/kernel, conv2.weights=conv2d_2/kernel, "
          "conv3.weights=conv2d/kernel, dense1.weights=dense/kernel");
    using long_way =
        network<input<4, 4, 2>,
                residual<branch<conv<4, 3>, conv<4, 3>, conv<4, 3>>, shortcut<conv<4, 1>>>, flatten,
                dense<3>, softmax_cross_entropy>;
    file.add("conv2d_3/kernel", {3, 3, 4, 4});
    CHECK(
        refusal<long_way>(file) ==
        ": expected its layers in the order of the network's, found conv2d before conv2d_1, which "
        "are conv4 and conv1; say with --map where layers of one shape belong, such as conv2d_2");
    CHECK(matched<long_way>(file, {{}, {{"conv2d_2", "conv2"}}})
              .find("conv3.weights=conv2d_3/kernel") != std::string::npos);
}

TEST_CASE("shapes that differ are one sentence with a table", "[import]") {
    const tests::scratch_folder folder;
    foreign_file file(folder);
    file.add("0.weight", {2, 2, 3, 3}).add("2.weight", {4, 2, 3, 3}).add("4.weight", {3, 32});
    CHECK(refusal<two_convs>(file) ==
          " is of another network: missing conv2.weights [2,2,3,3]; superfluous 2.weight [4,2,3,3] "
          "(PyTorch's layout)");
    std::string table;
    try {
        static_cast<void>(matched<two_convs>(file));
    } catch (const error& wrong) {
        table = wrong.table();
    }
    CHECK(table.find("conv1.weights   [3,3,2,2]  0.weight  [2,2,3,3]\n") != std::string::npos);
    CHECK(table.find("conv2.weights   [3,3,2,2]  none\n") != std::string::npos);
    CHECK(table.ends_with("\nhas no place: 2.weight [4,2,3,3]"));

    foreign_file biased(folder);
    biased.add("fc.kernel", {16, 16}).add("fc.bias", {15});
    CHECK(refusal<square>(biased, {layout::keras, {}})
              .find("expected dense1.biases [16], found fc.bias [15]") != std::string::npos);
    foreign_file odd(folder);
    odd.add("fc.kernel", {16, 16}).add("fc.bias", {16}).add("fc.scale", {16});
    CHECK(refusal<square>(odd, {layout::keras, {}})
              .find("superfluous fc.scale [16], which dense1 has not") != std::string::npos);
    using bare = network<input<4, 4, 1>, flatten, dense<16, no_bias>, softmax_cross_entropy>;
    foreign_file more(folder);
    more.add("fc.kernel", {16, 16}).add("fc.bias", {16});
    CHECK(refusal<bare>(more, {layout::keras, {}}).find("superfluous fc.bias [16]") !=
          std::string::npos);
}

TEST_CASE("numbers of other types are read to the bit", "[import]") {
    const tests::scratch_folder folder;
    foreign_file file(folder);
    const std::vector<std::uint16_t> halves{0x3C00, 0xC000, 0x0001, 0x8001, 0x7BFF, 0x0400, 0x3555};
    const std::vector<float> of_halves{1, -2, 0x1p-24F, -0x1p-24F, 65504, 0x1p-14F, 0x1.554p-2F};
    const std::vector<std::uint16_t> brains{0x3F80, 0xC000, 0x0001, 0x7F7F, 0x3EAB, 0, 0x8000};
    const std::vector<float> of_brains{1, -2, 0x1p-133F, 0x1.FEp127F, 0x1.56p-2F, 0, -0.0F};
    file.add("a.weight", {7}, "F16", halves).add("b.weight", {7}, "BF16", brains);
    file.add("c.weight", {2}, "F64", std::vector<double>{1.0 / 3, -1e300 * 0 + 2});
    file.add("d.weight", {1}, "I32", std::vector<std::int32_t>{1});
    file.add("e.weight", {1}, "F16", std::vector<std::uint16_t>{0x7C00});
    exchange::weights_file read = file.read();
    CHECK(read.values(read.tensors()[0]) == of_halves);
    CHECK(read.values(read.tensors()[1]) == of_brains);
    CHECK(read.values(read.tensors()[2]) == std::vector<float>{1.0F / 3, 2});
    CHECK(message_of([&] {
              static_cast<void>(read.values(read.tensors()[3]));
          }).ends_with("expected d.weight as F64, F32, F16 or BF16, found I32"));
    CHECK(message_of([&] {
              static_cast<void>(read.values(read.tensors()[4]));
          }).ends_with("expected finite numbers, but e.weight holds inf"));
}

TEST_CASE("a file whose sizes contradict each other is refused before it is read", "[import]") {
    const tests::scratch_folder folder;
    const auto refused = [&](const std::vector<std::int64_t>& shape, std::size_t bytes) {
        foreign_file file(folder);
        file.add("w", shape, "F32", std::vector<char>(bytes));
        const std::string words = message_of([&] { static_cast<void>(file.read()); });
        return words.substr(words.find("is damaged"));
    };
    CHECK(refused({2, 3}, 20) == "is damaged: expected w [2,3] as F32, found 20 bytes");
    CHECK(
        refused({1LL << 62, 4}, 24).starts_with("is damaged: expected w [4611686018427387904,4]"));
    foreign_file twice(folder);
    twice.add("module.fc.weight", {2}).add("fc.weight", {2});
    CHECK(message_of([&] {
              static_cast<void>(twice.read());
          }).ends_with("expected each tensor once, found two that are fc.weight"));
    const std::string whole = [&] {
        foreign_file file(folder);
        file.add("w", {2, 3});
        static_cast<void>(file.read());
        std::ifstream from(file.path, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(from), {});
    }();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        std::ofstream(folder.path / "cut", std::ios::binary) << whole.substr(0, size);
        CHECK(message_of([&] {
                  exchange::weights_file(folder.path / "cut", "weights");
              }).starts_with("weights " + (folder.path / "cut").string() + " is damaged: "));
    }
}
