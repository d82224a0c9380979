# The doc blocks as Doxygen needs them.

# Each part of a block is a paragraph.
s|^\( *\)/// \*\*[A-Z][a-z]*\*\*|\1///\n&|

# What every layer has is told once, in layer/layer.hpp. Each of its members gets a line that points
# there.
/^    static constexpr text kind = /i\    /// Its kind, by which its parameters are called: see \\ref layer_protocol.
/^    static constexpr layer_role role = /i\    /// What it is in a network: see \\ref layer_protocol.
/^    static constexpr text spelling()/i\    /// The layer as the user wrote it: see \\ref layer_protocol.
/^    static constexpr shape_or_complaint out(/i\    /// What it gives, or why it cannot: see \\ref layer_protocol.
/^    static constexpr [^(]* tensors(/i\    /// What it keeps: see \\ref layer_protocol.
/^    static constexpr bool mixes_images = /i\    /// Its images depend on each other: see \\ref layer_protocol.
/^    static constexpr bool classifies = /i\    /// Whether a target is a class number: see \\ref layer_protocol.
/^    static constexpr int inputs = /i\    /// How many nodes it reads: see \\ref layer_protocol.
/^    static constexpr int targets(/i\    /// Numbers of a target: see \\ref layer_protocol.
/^    static constexpr extent multiply_adds(/i\    /// Multiply-adds forward, one image: see \\ref layer_protocol.
/^    static constexpr window_geometry geometry(/i\    /// Where its windows lie.
/^    template <shapes\{0,1\} In, class Scalar>$/{
N
/ void forward(/i\    /// The reference, forward: see \\ref layer_protocol.
/ void backward(/i\    /// The reference, backward: see \\ref layer_protocol.
}
/^    template <class Scalar>$/{
N
/ Scalar value(/i\    /// What becomes of a value: see `elementwise`.
/ Scalar gradient(/i\    /// What becomes of the gradient behind it: see `elementwise`.
}
# What a family of layers has in common says so of each of them.
/^    static constexpr double function(/i\    /// Its value: see `smooth`.
/^    static constexpr double slope(double x)/i\    /// Its derivative: see `smooth`.
/^    static constexpr double of_output(/i\    /// What one output costs: see `output_errors`.
/^    static constexpr double slope(double x, double y)/i\    /// The derivative of that: see `output_errors`.
/^    static constexpr int filters(/i\    /// Channels of the output: see `convolution`.
/^    static constexpr tensor weights(/i\    /// The weights: see `convolution`.
/^    static constexpr void for_each_product(/i\    /// What an output adds up: see `convolution`.
