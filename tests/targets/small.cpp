// SPDX-License-Identifier: BSL-1.0
// All of a predictor, for machines that are too small to train on: targets_test.py compiles it.
#include "typenet/train/predictor.hpp"

using namespace typenet;

template class typenet::predictor<
    network<input<28, 28, 1>, conv<32, 5>, relu, max_pool<2>, conv<64, 5>, relu, max_pool<2>,
            flatten, dense<1024>, relu, dropout, dense<10>, softmax_cross_entropy>>;
