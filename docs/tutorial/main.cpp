#include <typenet/app.hpp>

using shapes = typenet::network<
    typenet::input<28, 28, 1>,
    typenet::conv<8, 5>, typenet::relu, typenet::max_pool<2>,
    typenet::conv<16, 5>, typenet::relu, typenet::max_pool<2>,
    typenet::expect<7, 7, 16>,
    typenet::flatten,
    typenet::dense<64>, typenet::relu, typenet::dropout,
    typenet::dense<3>,
    typenet::softmax_cross_entropy>;

int main(int argc, char** argv) { return typenet::app::run<shapes>(argc, argv); }
