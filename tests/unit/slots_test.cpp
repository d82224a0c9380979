// SPDX-License-Identifier: BSL-1.0
#include "exchange/slots.hpp"

#include "catch.hpp"

namespace typenet::exchange {

namespace {

/// Adds a layer that gives so many values.
int add(exported_network& to, operation what, int values, std::vector<int> reads) {
    const int before = reads[0];
    exported_layer layer{what, "", std::move(reads), shape::values(1), shape::values(values), {}, 0,
                         -1,   {}};
    if (before >= 0) layer.in = to.layers[static_cast<std::size_t>(before)].out;
    to.layers.push_back(std::move(layer));
    return to.last = static_cast<int>(to.layers.size()) - 1;
}

using sizes = std::vector<extent>;
using places = std::vector<int>;

}  // namespace

TEST_CASE("what a chain gives lies in two arrays that take turns", "[slots]") {
    exported_network chain;
    int last = -1;
    for (const int values : {10, 9, 5, 10, 3}) last = add(chain, operation::dense, values, {last});
    const slots found = slots_of(chain);
    CHECK(found.of == places{0, 1, 0, 1, 0});
    CHECK(found.sizes == sizes{10, 10});
}

TEST_CASE("what works value by value needs no array of its own", "[slots]") {
    exported_network chain;
    const int image = add(chain, operation::relu, 8, {-1});  // the caller's numbers stay
    const int normal = add(chain, operation::batch_norm, 8, {image});
    const int flat = add(chain, operation::flatten, 8, {normal});
    add(chain, operation::gelu, 8, {flat});
    const slots found = slots_of(chain);
    CHECK(found.of == places{0, 0, 0, 0});
    CHECK(found.sizes == sizes{8});
}

TEST_CASE("a value that is read again stays where it is until then", "[slots]") {
    exported_network graph;
    const int stem = add(graph, operation::dense, 6, {-1});
    const int flat = add(graph, operation::flatten, 6, {stem});
    const int relu = add(graph, operation::relu, 6, {flat});
    const int wide = add(graph, operation::dense, 20, {relu});
    const int back = add(graph, operation::dense, 6, {wide});
    add(graph, operation::addition, 6, {back, stem});
    const slots found = slots_of(graph);
    CHECK(found.of == places{0, 0, 1, 2, 1, 1});
    CHECK(found.sizes == sizes{6, 6, 20});
}

TEST_CASE("the smallest array that is large enough is taken, else the largest grows", "[slots]") {
    exported_network graph;
    const int a = add(graph, operation::dense, 4, {-1});
    const int b = add(graph, operation::dense, 30, {-1});
    const int c = add(graph, operation::dense, 12, {-1});
    const int all = add(graph, operation::concat, 46, {a, b, c});
    const int small = add(graph, operation::dense, 11, {all});
    const int large = add(graph, operation::dense, 50, {small});
    add(graph, operation::dense, 1, {large});
    const slots found = slots_of(graph);
    CHECK(found.of == places{0, 1, 2, 3, 2, 3, 0});
    CHECK(found.sizes == sizes{4, 30, 12, 50});
}

TEST_CASE("flattened inputs are the caller's", "[slots]") {
    exported_network nothing;
    add(nothing, operation::flatten, 5, {-1});
    const slots found = slots_of(nothing);
    CHECK(found.of == places{-1});
    CHECK(found.sizes.empty());
}

}  // namespace typenet::exchange
