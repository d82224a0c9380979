// SPDX-License-Identifier: BSL-1.0
// MISTAKE: Both tensors of a layer of one's own have one name.
// EXPECT: layer "1 gain" expects "tensors of two names" got "both weights" from "0 input<8,8,1>"
// CURE: Give them different names, under which checkpoints and `get` know them.
#include "typenet/network/network.hpp"

using namespace typenet;

#ifdef FIXED
constexpr std::string_view second = "biases";
#else
constexpr std::string_view second = "weights";
#endif

struct gain {
    static constexpr text kind = "gain";
    static constexpr layer_role role = layer_role::transform;
    static constexpr text spelling() { return "gain"; }
    static constexpr complaint check(shape) { return {}; }
    static constexpr shape out(shape in) { return in; }
    static constexpr auto parameters(shape in) {
        return std::array<tensor, 2>{
            {{"weights", {in.channels, 1}, 2, 1}, {second, {in.channels}, 1, 1}}};
    }
    static constexpr extent multiply_adds(shape in) { return in.size(); }

    template <shape In, class Scalar>
    static constexpr void forward(const layer_pass&, const Scalar* in,
                                  const std::array<const Scalar*, 2>& parameters,
                                  Scalar* out) {
        for (extent i = 0; i < In.size(); ++i) out[i] = in[i] * parameters[0][i % In.channels];
    }
    template <shape In, class Scalar>
    static constexpr void backward(const layer_pass&, const Scalar* in,
                                   const std::array<const Scalar*, 2>& parameters,
                                   const Scalar* out_gradient, Scalar* in_gradient,
                                   const std::array<Scalar*, 2>& gradients) {
        for (extent i = 0; i < In.size(); ++i) {
            in_gradient[i] = out_gradient[i] * parameters[0][i % In.channels];
            gradients[0][i % In.channels] += out_gradient[i] * in[i];
        }
    }
};
using net = checked<input<8, 8, 1>, gain, flatten, dense<10>, softmax_cross_entropy>;
