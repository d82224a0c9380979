// SPDX-License-Identifier: BSL-1.0
// The networks have as many parameters, statistics and multiply-adds as their sources say.
#include "typenet/networks/autoencoder.hpp"
#include "typenet/networks/digits.hpp"
#include "typenet/networks/ds_cnn.hpp"
#include "typenet/networks/lenet5.hpp"
#include "typenet/networks/mobilenet_v1.hpp"
#include "typenet/networks/resnet8.hpp"
#include "typenet/networks/small.hpp"
#include "typenet/networks/vgg_small.hpp"

namespace {

using namespace typenet;
using namespace typenet::networks;

template <class Net>
constexpr extent statistics = [] {
    extent all = 0;
    for (const named_tensor& one : Net::tensors)
        if (!one.tensor.trained) all += one.tensor.size();
    return all;
}();

/// Those of convolutions and dense layers, which is what the sources count.
template <class Net>
constexpr extent products = [] {
    extent all = 0;
    for (const node& one : Net::nodes)
        if (one.kind != "batch_norm") all += one.multiply_adds;
    return all;
}();

static_assert(digits::parameters == 3'274'634 && products<digits> == 13'883'904);
static_assert(small::parameters == 215'370 && products<small> == 3'024'384);
static_assert(lenet5::parameters == 61'706 && products<lenet5> == 416'520);
static_assert(vgg_small::parameters == 551'466 && statistics<vgg_small> == 896);
static_assert(products<vgg_small> == 38'896'896);

// MLPerf Tiny's four: what their reference models hold in Keras.
static_assert(resnet8::parameters == 78'186 && statistics<resnet8> == 78'666 - 78'186);
static_assert(products<resnet8> == 12'501'632);
static_assert(autoencoder::parameters == 267'928 && statistics<autoencoder> == 269'992 - 267'928);
static_assert(products<autoencoder> == 264'192);
static_assert(ds_cnn::parameters == 23'756 && statistics<ds_cnn> == 24'908 - 23'756);
static_assert(products<ds_cnn> == 2'656'768);
static_assert(mobilenet_v1::parameters == 216'322);
static_assert(statistics<mobilenet_v1> == 221'794 - 216'322);
static_assert(products<mobilenet_v1> == 7'489'664);

}  // namespace
