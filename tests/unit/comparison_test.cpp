// SPDX-License-Identifier: BSL-1.0
#include "checkpoint/comparison.hpp"

#include <array>
#include <vector>

#include "catch.hpp"
#include "typenet/network/network.hpp"

namespace {

using namespace typenet;
using net = network<input<8, 8, 1>, conv<4, 3>, relu, flatten, dense<10>, softmax_cross_entropy>;
using tensors = std::vector<checkpoint::tensor_shape>;

std::string compared(const tensors& found) {
    app::network_summary facts;
    facts.nodes = net::nodes;
    facts.tensors = net::tensors;
    return app::comparison(facts, found);
}

}  // namespace

TEST_CASE("A comparison goes layer by layer and marks only the first difference") {
    CHECK(compared({{"conv1.weights", "[3,3,1,4]"},
                    {"conv1.biases", "[8]"},
                    {"dense1.weights", "[512,10]"},
                    {"dense1.biases", "[10]"}}) ==
          "  layer        parameter       network    checkpoint\n"
          "  1 conv<4,3>  conv1.weights   [3,3,1,4]  [3,3,1,4]\n"
          ">              conv1.biases    [4]        [8]\n"
          "  4 dense<10>  dense1.weights  [256,10]   [512,10]\n"
          "               dense1.biases   [10]       [10]");
}

TEST_CASE("A comparison shows what is absent on either side, and not all of a long list") {
    tensors found{{"conv1.weights", "[3,3,1,4]"}, {"conv1.biases", "[4]"}};
    for (int i = 0; i < 10; ++i) found.push_back({"other" + std::to_string(i), "[1]"});
    const std::string table = compared(found);
    CHECK(table.find("> 4 dense<10>  dense1.weights  [256,10]   absent") != std::string::npos);
    CHECK(table.find("  (none)       other0          absent     [1]") != std::string::npos);
    CHECK(table.find("other7") != std::string::npos);
    CHECK(table.find("other8") == std::string::npos);
    CHECK(table.ends_with("\n  and 2 more that the network has not"));
}
