# The doc blocks as Doxygen needs them.

# Each part of a block is a paragraph.
s|^\( *\)/// \*\*[A-Z][a-z]*\*\*|\1///\n&|

# What every layer has is told once, in layer/layer.hpp. Each of its members gets a line that points
# there.
/^    static constexpr text kind = /i\    /// Its kind, by which its parameters are called: see \\ref layer_protocol.
/^    static constexpr layer_role role = /i\    /// What it is in a network: see \\ref layer_protocol.
/^    static constexpr text spelling()/i\    /// The layer as the user wrote it: see \\ref layer_protocol.
/^    static constexpr complaint check(/i\    /// What it cannot take, if anything: see \\ref layer_protocol.
/^    static constexpr shape out(/i\    /// The shape that it gives: see \\ref layer_protocol.
/^    static constexpr [^(]* parameters(shape /i\    /// The shapes of its parameters: see \\ref layer_protocol.
/^    static constexpr extent multiply_adds(/i\    /// Multiply-adds forward, one image: see \\ref layer_protocol.
/^    static constexpr window_geometry geometry(/i\    /// Where its windows lie.
/^    template <shape In, class Scalar>$/{
N
/ void forward(/i\    /// The reference, forward: see \\ref layer_protocol.
/ void backward(/i\    /// The reference, backward: see \\ref layer_protocol.
}
