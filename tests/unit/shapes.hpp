// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tuple>

#include "typenet/network/network.hpp"

/// The networks that gradient and kernel tests go through. Each is one fused stage with a loss
/// behind it, so that a wrong answer names its culprit; what they have in common is that they have
/// little in common.
namespace typenet::tests {

template <int Height, int Width, int Channels, class... Layers>
using of_image = network<input<Height, Width, Channels>, Layers..., flatten, softmax_cross_entropy>;

template <int Count, class... Layers>
using of_values = network<input<1, 1, Count>, flatten, Layers..., softmax_cross_entropy>;

/// Stride 1: filters below, at and above a vector's lanes, even windows, windows larger than the
/// image, one pixel, fused pooling with and without ReLU, one image that is cut into bands.
using same_convolutions = std::tuple<of_image<5, 7, 1, conv<1, 1>>,                            //
                                     of_image<6, 5, 2, conv<3, 2>>,                            //
                                     of_image<7, 9, 3, conv<10, 3>, relu>,                     //
                                     of_image<8, 6, 1, conv<17, 5>, relu, max_pool<2>>,        //
                                     of_image<9, 6, 2, conv<33, 3>, relu, max_pool<3>>,        //
                                     of_image<6, 8, 16, conv<4, 3>, max_pool<2>>,              //
                                     of_image<5, 4, 33, conv<3, 4>, relu>,                     //
                                     of_image<1, 1, 3, conv<5, 3>>,                            //
                                     of_image<1, 1, 2, conv<4, 1>, relu>,                      //
                                     of_image<2, 16, 3, conv<5, 6>>,                           //
                                     of_image<10, 10, 2, conv<6, 9>, relu, max_pool<2>>,       //
                                     of_image<14, 14, 3, conv<8, 5>, relu, max_pool<2>>,       //
                                     of_image<6, 9, 1, conv<2, 11, 1, same, 1>, max_pool<3>>,  //
                                     of_image<18, 17, 1, conv<3, 8>, relu>,                    //
                                     of_image<14, 16, 20, conv<24, 5>>>;

/// Strides 2 to 4, also beyond the window, windows that stay inside the image, windows and strides
/// that are not square, the same zeros on both sides, no biases.
using other_convolutions =
    std::tuple<of_image<11, 13, 2, conv<6, 7, 2>>,                     //
               of_image<13, 10, 1, conv<8, 11, 3>, relu>,              //
               of_image<12, 11, 3, conv<2, 6, 4>>,                     //
               of_image<8, 12, 2, conv<16, 3, 2>, relu, max_pool<2>>,  //
               of_image<7, 7, 5, conv<12, 2, 2>>,                      //
               of_image<6, 6, 3, conv<9, 1, 3>, relu>,                 //
               of_image<5, 6, 2, conv<3, 2, 4>>,                       //
               of_image<9, 8, 3, conv<7, 3, 1, valid>, relu>,          //
               of_image<9, 7, 2, conv<5, 4, 1, valid>, max_pool<2>>,   //
               of_image<11, 9, 1, conv<3, 5, 2, valid>, relu>,         //
               of_image<12, 10, 2, conv<4, 10, 1, valid>>,             //
               of_image<11, 12, 1, conv<2, 11, 1, valid>, relu>,       //
               of_image<9, 11, 4, conv<3, 8, 3, valid>>,               //
               of_image<4, 6, 2, conv<33, 3, 4, valid>>,
               of_image<13, 8, 1, conv<20, window<10, 4>, stride<2>>, relu>,
               of_image<7, 9, 3, conv<5, window<2, 5>, stride<3, 1>>>,
               of_image<8, 8, 2, conv<6, 3, 2, pad<1>>, relu>,
               of_image<4, 6, 3, conv<9, window<3, 5>, pad<1, 2>, no_bias>, relu, max_pool<2>>,
               of_image<6, 4, 2, conv<3, 3, pad<2>>>, of_image<4, 4, 2, conv<17, 1, no_bias>>>;

/// Channels below, at and above a vector's lanes, windows larger than the image and inside it.
using depthwise_convolutions =
    std::tuple<of_image<6, 7, 1, depthwise_conv<3>>,                    //
               of_image<5, 4, 3, depthwise_conv<3>, relu>,              //
               of_image<7, 6, 16, depthwise_conv<5>>,                   //
               of_image<2, 2, 9, depthwise_conv<4>, relu>,              //
               of_image<9, 8, 37, depthwise_conv<3, 2>, relu>,          //
               of_image<8, 12, 8, depthwise_conv<3, 2>>,                //
               of_image<7, 5, 2, depthwise_conv<1>>,                    //
               of_image<6, 6, 5, depthwise_conv<1, 3>, relu>,           //
               of_image<1, 9, 4, depthwise_conv<2>>,                    //
               of_image<9, 7, 70, depthwise_conv<4, 1, valid>>,         //
               of_image<11, 9, 33, depthwise_conv<5, 3, valid>, relu>,  //
               of_image<12, 11, 1, depthwise_conv<11, 4>, relu>,
               of_image<7, 9, 20, depthwise_conv<window<2, 5>, stride<3, 1>, no_bias>, relu>,
               of_image<6, 6, 16, depthwise_conv<3, 2, pad<1>>>>;

/// Around the dense kernel's panels of 64 outputs, blocks of 28 inputs and pieces of 128 terms;
/// pooling and dropout alone; and a layer that runs by its reference.
using other_layers =
    std::tuple<of_values<1, dense<2>>,                    //
               of_values<37, dense<10>>,                  //
               of_values<28, dense<64>, relu>,            //
               of_values<29, dense<65>, relu>,            //
               of_values<130, dense<70>, relu, dropout>,  //
               of_values<300, dense<3>, relu, dropout>,   //
               of_values<17, dense<200>, relu, dropout>,  //
               of_values<128, dense<128>, relu>,          //
               of_values<30, dense<40, no_bias>>,         //
               of_values<31, dense<40, no_bias>, relu>,   //
               of_image<7, 5, 2, max_pool<3, 2>>,         //
               of_image<6, 4, 3, max_pool<2>>,            //
               of_image<5, 6, 1, max_pool<4, 1>>,         //
               of_image<6, 8, 37, max_pool<2>>,           //
               of_image<8, 7, 20, max_pool<3, 2, drop_rest>>,
               of_image<5, 9, 16, max_pool<window<1, 3>>>, of_image<5, 3, 2, relu>,  //
               of_image<4, 5, 3, dropout>,                                           //
               of_values<130, dropout>>;

/// Several stages one after the other, the last one with the notebook's sequence of layers.
using whole_networks = std::tuple<
    network<input<5, 7, 2>, conv<3, 3, 2>, conv<4, 2>, relu, flatten, dense<6>,
            softmax_cross_entropy>,
    network<input<9, 9, 1>, conv<4, 3>, relu, max_pool<3, 2>, conv<5, 3, 1, valid>, max_pool<2>,
            flatten, dense<3>, softmax_cross_entropy>,
    network<input<1, 1, 20>, flatten, dense<16>, relu, dropout, dense<12>, relu, dropout, dense<4>,
            softmax_cross_entropy>,
    network<input<6, 6, 3>, dropout, conv<4, 3>, dropout, relu, expect<6, 6, 4>, flatten, dropout,
            dense<2>, softmax_cross_entropy>,
    network<input<8, 12, 1>, conv<3, 5>, relu, max_pool<2>, expect<4, 6, 3>, conv<5, 5>, relu,
            max_pool<2>, flatten, dense<19>, relu, dropout, dense<10>, softmax_cross_entropy>>;

/// body.operator()<Network>() for each network of a list, in order.
template <class Networks, class Body>
void for_each_network(Body&& body) {
    [&]<class... Network>(std::tuple<Network...>*) {
        (body.template operator()<Network>(), ...);
    }(static_cast<Networks*>(nullptr));
}

}  // namespace typenet::tests
