// SPDX-License-Identifier: BSL-1.0
// MISTAKE: The reference loops are to walk through something that is no network.
// EXPECT: use "template argument Net" expects "a network" got "no_network"
// CURE: Give the network itself.
#include "typenet/network/reference.hpp"

using namespace typenet;

using net = network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;
struct no_network {};
#ifdef FIXED
using walk = reference::walk<net, double>;
#else
using walk = reference::walk<no_network, double>;
#endif
std::array<double, walk::activations> room;
