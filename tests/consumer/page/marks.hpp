// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <typenet/network/network.hpp>

/// Three classes of small pictures.
using marks = typenet::network<typenet::input<16, 20, 1>,                                 //
                               typenet::conv<8, 3>, typenet::relu, typenet::max_pool<2>,  //
                               typenet::flatten, typenet::dense<3>, typenet::softmax_cross_entropy>;
