// SPDX-License-Identifier: BSL-1.0

// What the compiler knows of networks: this file tests by compiling.
#include <array>
#include <limits>

#include <boost/hana/equal.hpp>
#include <boost/hana/size.hpp>

#include "typenet/network/network.hpp"
#include "typenet/network/parameters.hpp"
#include "typenet/train/data_set.hpp"

namespace {

using namespace typenet;

using notebook = network<input<28, 28, 1>, conv<32, 5>, relu, max_pool<2>, expect<14, 14, 32>,
                         conv<64, 5>, relu, max_pool<2>, expect<7, 7, 64>, flatten, dense<1024>,
                         relu, dropout, dense<10>, softmax_cross_entropy>;

// Shapes.
static_assert(sizeof(notebook) > 0);
static_assert(notebook::depth == 14);
static_assert(notebook::input_shape == shape::image(28, 28, 1));
static_assert(hana::size(layers_of<notebook>) == hana::size_c<notebook::depth>);
static_assert(notebook::shape_before<0> == shape::image(28, 28, 1));
static_assert(notebook::shape_after<0> == shape::image(28, 28, 32));
static_assert(notebook::shape_after<1> == shape::image(28, 28, 32));
static_assert(notebook::shape_after<2> == shape::image(14, 14, 32));
static_assert(notebook::shape_after<3> == shape::image(14, 14, 32));
static_assert(notebook::shape_after<4> == shape::image(14, 14, 64));
static_assert(notebook::shape_after<5> == shape::image(14, 14, 64));
static_assert(notebook::shape_after<6> == shape::image(7, 7, 64));
static_assert(notebook::shape_after<7> == shape::image(7, 7, 64));
static_assert(notebook::shape_after<8> == shape::values(3136));
static_assert(notebook::shape_after<9> == shape::values(1024));
static_assert(notebook::shape_after<10> == shape::values(1024));
static_assert(notebook::shape_after<11> == shape::values(1024));
static_assert(notebook::shape_after<12> == shape::values(10));
static_assert(notebook::shape_after<13> == shape::values(10));
static_assert(notebook::output_shape == shape::values(10) && notebook::classes == 10);
static_assert(std::is_same_v<notebook::layer_at<4>, conv<64, 5>>);

// Counts.
static_assert(notebook::parameters == 3274634);
static_assert(notebook::multiply_adds == 13883904);
static_assert([] {
    constexpr std::array<extent, 14> parameters{832, 0, 0,       0, 51264, 0,     0,
                                                0,   0, 3212288, 0, 0,     10250, 0};
    constexpr std::array<extent, 14> multiply_adds{627200, 0, 0,       0, 10035200, 0,     0,
                                                   0,      0, 3211264, 0, 0,        10240, 0};
    for (std::size_t i = 0; i < 14; ++i) {
        const node& layer = notebook::nodes[i];
        if (layer.parameters != parameters[i] || layer.multiply_adds != multiply_adds[i])
            return false;
    }
    return true;
}());

// Names of layers: kind, and number among the kind.
static_assert(notebook::nodes[0].name == "conv1");
static_assert(notebook::nodes[4].name == "conv2");
static_assert(notebook::nodes[9].name == "dense1");
static_assert(notebook::nodes[12].name == "dense2");
static_assert(notebook::nodes[11].name == "dropout1");
static_assert(notebook::nodes[4].ordinal == 1);
static_assert(notebook::nodes[4].spelling == "conv<64,5>");
static_assert(notebook::nodes[13].role == layer_role::loss);

// Parameters: each tensor starts a cache line of 16 floats, in the order of the layers.
struct expected_tensor {
    text name;
    int layer;
    int rank;
    std::array<int, 4> extents;
    extent offset;
    extent fan_in;
};
constexpr std::array<expected_tensor, 8> expected{{
    {"conv1.weights", 0, 4, {5, 5, 1, 32}, 0, 25},
    {"conv1.biases", 0, 1, {32}, 800, 25},
    {"conv2.weights", 4, 4, {5, 5, 32, 64}, 832, 800},
    {"conv2.biases", 4, 1, {64}, 52032, 800},
    {"dense1.weights", 9, 2, {3136, 1024}, 52096, 3136},
    {"dense1.biases", 9, 1, {1024}, 3263360, 3136},
    {"dense2.weights", 12, 2, {1024, 10}, 3264384, 1024},
    {"dense2.biases", 12, 1, {10}, 3274624, 1024},
}};
static_assert([] {
    if (notebook::tensors.size() != expected.size()) return false;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const named_tensor& found = notebook::tensors[i];
        const expected_tensor& right = expected[i];
        if (!(found.name == right.name) || found.node != right.layer ||
            found.tensor.rank != right.rank || found.offset != right.offset ||
            found.tensor.fan_in != right.fan_in)
            return false;
        for (std::size_t d = 0; d < static_cast<std::size_t>(right.rank); ++d)
            if (found.tensor.extents[d] != right.extents[d]) return false;
        if (found.tensor.is_weights() != (right.rank > 1)) return false;
    }
    return true;
}());
static_assert(notebook::buffer_size == 3274640);
static_assert(parameters<notebook>::bytes == 3274640 * 4);
static_assert(parameters<notebook, double>::bytes == 3274640 * 8);

// By name, with the tensor's size in the type.
static_assert(decltype(std::declval<parameters<notebook>&>().get<"conv2.biases">())::extent == 64);
using small = network<input<3, 3, 1>, conv<2, 2>, flatten, dense<4>, softmax_cross_entropy>;
static_assert([] {
    parameters<small, double> values;
    values.get<"conv1.biases">()[1] = 5;
    values.get<"dense1.weights">()[7] = 6;
    values.tensor(3)[2] = 7;
    // conv1: 8 weights, then 2 biases from 16 on; dense1: 72 weights from 32 on, 4 biases from 112.
    return values.data()[17] == 5 && values.data()[39] == 6 && values.data()[114] == 7 &&
           values.get<"dense1.biases">()[2] == 7;
}());

// A network without parameters.
using bare = network<input<2, 3, 1>, relu, max_pool<1>, flatten, softmax_cross_entropy>;
static_assert(bare::parameters == 0 && bare::buffer_size == 0 && bare::classes == 6);

// Non-square images, strides, windows, padding.
template <class Layer, int Height, int Width, int Channels>
constexpr shape out = Layer::out(shape::image(Height, Width, Channels)).given;
static_assert(out<conv<8, 3>, 9, 17, 2> == shape::image(9, 17, 8));
static_assert(out<conv<8, 3, 2>, 9, 18, 2> == shape::image(5, 9, 8));
static_assert(out<conv<8, 11, 3>, 9, 17, 2> == shape::image(3, 6, 8));
static_assert(out<conv<8, 5, 4>, 9, 17, 2> == shape::image(3, 5, 8));
static_assert(out<conv<8, 3, 1, valid>, 9, 17, 2> == shape::image(7, 15, 8));
static_assert(out<conv<8, 4, 3, valid>, 9, 17, 2> == shape::image(2, 5, 8));
static_assert(out<conv<8, 9, 4, valid>, 9, 17, 2> == shape::image(1, 3, 8));
static_assert(out<max_pool<2>, 8, 12, 5> == shape::image(4, 6, 5));
static_assert(out<max_pool<3, 2>, 9, 15, 5> == shape::image(4, 7, 5));
static_assert(out<max_pool<3, 2, drop_rest>, 10, 16, 5> == shape::image(4, 7, 5));
static_assert(out<average_pool<2>, 8, 12, 5> == shape::image(4, 6, 5));
static_assert(out<average_pool<window<3, 2>>, 9, 12, 5> == shape::image(3, 6, 5));
static_assert(out<max_pool<window<3, 2>, stride<2, 1>>, 9, 12, 5> == shape::image(4, 11, 5));
static_assert(out<average_pool<4, drop_rest>, 11, 7, 5> == shape::image(2, 1, 5));
static_assert(conv<8, 3>::multiply_adds(shape::image(9, 17, 2)) == 9 * 17 * 8 * 9 * 2);
static_assert(flatten::out(shape::image(3, 5, 7)).given == shape::values(105));

// Padding, by another form of the formula than the one in padding.hpp: TensorFlow's documentation
// has "if n % s == 0: max(w - s, 0), else max(w - n % s, 0)", half of it before, rounded down.
static_assert([] {
    for (int n = 1; n <= 40; ++n)
        for (int w = 1; w <= 11; ++w)
            for (int s = 1; s <= 4; ++s) {
                const int all = std::max(n % s == 0 ? w - s : w - n % s, 0);
                int outputs = 0;
                for (int at = 0; at < n; at += s) ++outputs;
                const axis_windows around = windows_along(n, w, s, same);
                if (around.count != outputs || around.before != all / 2) return false;
                for (int zeros = 0; zeros < w; ++zeros) {
                    if (w > n + 2 * zeros) continue;
                    outputs = 0;
                    for (int at = -zeros; at + w <= n + zeros; at += s) ++outputs;
                    const axis_windows inside = windows_along(n, w, s, valid, zeros);
                    if (inside.count != outputs || inside.before != zeros) return false;
                }
            }
    return true;
}());
// The odd zero is behind: what TensorFlow gives for these.
constexpr int zeros_before(int length, int window, int stride) {
    return windows_along(length, window, stride, same).before;
}
static_assert(zeros_before(28, 5, 1) == 2 && zeros_before(28, 5, 2) == 1);
static_assert(zeros_before(28, 2, 1) == 0 && zeros_before(7, 4, 1) == 1);
static_assert(zeros_before(6, 1, 4) == 0 && zeros_before(1, 11, 1) == 5);

// What stands in a convolution's list, in any order, and its one spelling.
static_assert(conv<8, 5, 2>::spelling() == "conv<8,5,2>" &&
              conv<8, 5, 1, same>::spelling() == "conv<8,5>");
static_assert(conv<8, 5, 1, valid, 3>::spelling() == "conv<8,5,1,valid,3>");
static_assert(conv<8, stride<2>, window<10, 4>>::spelling() == "conv<8,window<10,4>,2>");
static_assert(conv<8, window<3>, no_bias, pad<1>>::spelling() == "conv<8,3,1,pad<1>,no_bias>");
static_assert(conv<8, 3, stride<2, 1>, pad<1, 2>>::spelling() == "conv<8,3,stride<2,1>,pad<1,2>>");
static_assert(out<conv<64, window<10, 4>, stride<2>>, 49, 10, 1> == shape::image(25, 5, 64));
static_assert(out<conv<8, 3, 2, pad<1>>, 32, 31, 3> == shape::image(16, 16, 8));
static_assert(conv<8, 3, no_bias>::tensors(shape::image(4, 4, 2)).size() == 1);
static_assert(conv<8>::out(shape::image(4, 4, 2)).wrong.got == "none");
static_assert(conv<8, 3, 1.5>::out(shape::image(4, 4, 2)).wrong.got == "double");
static_assert(conv<8, window<5, 3>>::out(shape::image(4, 4, 2)).wrong.none());
static_assert(conv<8, window<5, 3>, valid>::out(shape::image(4, 4, 2)).wrong.expects ==
              "an image of 5x3 or more");
static_assert(conv<8, 3, pad<3>>::out(shape::image(4, 4, 2)).wrong.got == "a pad of 3");
static_assert(batch_norm<0.9, 1e-5>::spelling() == "batch_norm<0.9,0.00001>");
static_assert(batch_norm<1.0>::out(shape::values(4)).wrong.got == "1");
static_assert(input<640>::out().given == shape::values(640) && !input<0>::out().wrong.none());

// Numbers too large stay the largest.
constexpr extent most = std::numeric_limits<extent>::max();
static_assert(saturating_product(3, 5) == 15 && saturating_sum(3, 5) == 8);
static_assert(saturating_product(most, 2) == most && saturating_product(2, most) == most);
static_assert(saturating_product(most, 1) == most && saturating_product(most, 0) == 0);
static_assert(saturating_product(extent{1} << 32, extent{1} << 32) == most);
static_assert(saturating_product(-1, 5) == 0);
static_assert(saturating_sum(most, 1) == most && saturating_sum(most - 1, 1) == most);
constexpr int large = 1 << 30;
static_assert(shape::image(large, large, large).size() == most);
static_assert(text::of(0.99, " ", 1e-5, " ", 2e-10, " ", -12.5, " ", 100.0).view() ==
              "0.99 0.00001 2e-10 -12.5 100");
static_assert(conv<large, 11>::tensors(shape::image(1, 1, large))[0].size() == most);
static_assert(conv<large, 11>::multiply_adds(shape::image(large, large, large)) == most);

// A budget counts what stands before it.
static_assert(
    network<input<4, 4, 1>, flatten, budget<0>, dense<2>, softmax_cross_entropy>::classes == 2);

// Composites come apart into nodes that say what they read; positions count inside of them.
using block = network<input<8, 8, 4>, conv<4, 3>, residual<conv<4, 3>, relu>,
                      residual<branch<conv<6, 3, 2>, relu, conv<6, 3>>, shortcut<conv<6, 1, 2>>>,
                      global_average_pool, softmax_cross_entropy>;
static_assert(block::depth == 11);
static_assert(block::nodes[3].name == "residual1" && block::nodes[3].spelling == "residual<...>");
static_assert(block::nodes[3].inputs == 2 && block::nodes[3].reads[0] == 2 &&
              block::nodes[3].reads[1] == 0);
static_assert(block::nodes[4].reads[0] == 3 && block::nodes[7].reads[0] == 3);
static_assert(block::nodes[8].reads[0] == 6 && block::nodes[8].reads[1] == 7);
static_assert(block::shape_after<8> == shape::image(4, 4, 6));
static_assert(std::is_same_v<block::layer_at<7>, conv<6, 1, 2>>);
static_assert(hana::size(layers_of<block>) == hana::size_c<block::depth>);

// What stands side by side joins its channels; each node knows all shapes that it reads.
using inception =
    network<input<8, 6, 4>, concat<branch<conv<3, 1>>, branch<>, branch<conv<2, 1>, conv<5, 3>>>,
            flatten, concat<branch<dense<7>>, branch<dense<9>, relu>>, softmax_cross_entropy>;
static_assert(inception::depth == 10);
static_assert(inception::nodes[3].name == "concat1" && inception::nodes[3].inputs == 3);
static_assert(inception::nodes[3].reads[0] == 0 && inception::nodes[3].reads[1] == -1 &&
              inception::nodes[3].reads[2] == 2);
static_assert(inception::shape_before<3> ==
              std::array{shape::image(8, 6, 3), shape::image(8, 6, 4), shape::image(8, 6, 5)});
static_assert(inception::shape_after<3> == shape::image(8, 6, 12));
static_assert(inception::shape_before<8> == std::array{shape::values(7), shape::values(9)});
static_assert(inception::shape_after<8> == shape::values(16) && inception::classes == 16);

// Statistics are no parameters, and stand behind them in the buffer.
using normalised =
    network<input<4, 4, 3>, batch_norm<>, conv<2, 3>, batch_norm<>, flatten, softmax_cross_entropy>;
static_assert(normalised::parameters == 6 + 56 + 4);
static_assert(normalised::tensors.size() == 10);
static_assert(normalised::tensors[2].name == "batch_norm1.mean" &&
              !normalised::tensors[2].tensor.trained);
static_assert(normalised::tensors[2].offset > normalised::tensors[7].offset);
static_assert(normalised::tensors[9].name == "batch_norm2.variance" &&
              normalised::buffer_size == normalised::tensors[9].offset + 16);

// A data set's targets are those of the loss: classes, or as many numbers as outputs.
using angles = network<input<8, 8, 1>, flatten, dense<4>, mean_squared_error>;
static_assert(checking::data_set_fault<angles, regression_data_set<8, 8, 1, 4>>("it").none());
static_assert(checking::data_set_fault<angles, regression_data_set<8, 8, 1, 3>>("it").got ==
              "targets of 3 values");
static_assert(checking::data_set_fault<angles, regression_data_set<8, 9, 1, 4>>("it").expects ==
              "images 8x8x1");
static_assert(checking::data_set_fault<angles, data_set<8, 8, 1, 4>>("it").expects ==
              "targets of 4 values");
static_assert(checking::data_set_fault<notebook, data_set<28, 28, 1, 10>>("it").none());
static_assert(checking::data_set_fault<notebook, data_set<28, 28, 1, 9>>("it").got == "9 classes");
static_assert(checking::data_set_fault<notebook, regression_data_set<28, 28, 1, 10>>("it")
                  .expects == "10 classes");

// Text.
static_assert(text::of("conv", 2, ".", text{"weights"}).view() == "conv2.weights");
static_assert(text::of(0).view() == "0" && text::of(-120).view() == "-120");
static_assert(text::of(std::numeric_limits<std::int64_t>::min()).view() == "-9223372036854775808");
static_assert(text::of(std::numeric_limits<std::int64_t>::max()).view() == "9223372036854775807");
static_assert(text::of(7U, " ", std::size_t{8}, " ", std::int8_t{-9}).view() == "7 8 -9");
static_assert(text::of(std::numeric_limits<std::uint64_t>::max()).view() == "18446744073709551615");
static_assert(text::of(0.01).view() == "0.01" && text::of(-1.5).view() == "-1.5");
static_assert(text::of(1e-5).view() == "0.00001" && text::of(12.0).view() == "12");
static_assert(text{}.empty() && !text{"a"}.empty());
static_assert(text{"ab"} == text::of("a", "b") && !(text{"ab"} == text{"abc"}));
constexpr text twenty = "abcdefghijklmnopqrst";
static_assert(text::of(twenty, twenty, twenty, "uvwxyz").length == 63);  // the rest is cut
static_assert(text::of(twenty, twenty, twenty, "uvwxyz").view().ends_with("stuvw"));
static_assert(to_text(shape::image(14, 14, 32)).view() == "14x14x32");
static_assert(to_text(shape::values(3136)).view() == "3136 values");
static_assert(conv<8, 3>::spelling().view() == "conv<8,3>");
static_assert(conv<8, 3, 2>::spelling().view() == "conv<8,3,2>");
static_assert(conv<8, 3, 1, valid>::spelling().view() == "conv<8,3,1,valid>");
static_assert(conv<8, 3, 1, same, 2>::spelling().view() == "conv<8,3,1,same,2>");
static_assert(leaky_relu<0.01>::spelling().view() == "leaky_relu<0.01>");
static_assert(max_pool<2>::spelling().view() == "max_pool<2>");
static_assert(max_pool<3, 2>::spelling().view() == "max_pool<3,2>");
static_assert(average_pool<3, 2, drop_rest>::spelling().view() == "average_pool<3,2,drop_rest>");
static_assert(max_pool<2, 2>::spelling().view() == "max_pool<2>");
static_assert(max_pool<stride<2>, window<2>>::spelling().view() == "max_pool<2>");
static_assert(max_pool<window<3, 2>, 1>::spelling().view() == "max_pool<window<3,2>,1>");
static_assert(average_pool<window<25, 5>, drop_rest>::spelling().view() ==
              "average_pool<window<25,5>,drop_rest>");
static_assert(average_pool<3, stride<2, 1>>::spelling().view() == "average_pool<3,stride<2,1>>");
static_assert(expect<7, 7, 64>::spelling().view() == "expect<7,7,64>");
static_assert(expect<10>::spelling().view() == "expect<10>");
static_assert(input<28, 28, 1>::spelling().view() == "input<28,28,1>");

}  // namespace
