// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "typenet/layer/layer.hpp"

namespace typenet {

/// What lies around an image, as a layer is given it: `conv<8, 5, 1, valid>`.
///
/// **Source**: TensorFlow, "tf.nn, notes on padding".
enum padding : std::uint8_t {
    same,   ///< zeros, so that there is an output for each position that the stride visits; the odd
            ///< zero stands below and to the right
    valid,  ///< nothing: windows lie wholly inside the image
};

/// Rows and columns of a window.
struct window_size {
    int height = 0;  ///< rows
    int width = 0;   ///< columns
    /// Both.
    friend constexpr bool operator==(const window_size&, const window_size&) = default;
};
/// From one window to the next.
struct stride_size {
    int down = 1;   ///< rows
    int right = 1;  ///< columns
    /// Both.
    friend constexpr bool operator==(const stride_size&, const stride_size&) = default;
};
/// Zeros on both sides of an image.
struct zeros_around {
    int rows = 0;     ///< above, and as many below
    int columns = 0;  ///< to the left, and as many to the right
    /// Both.
    friend constexpr bool operator==(const zeros_around&, const zeros_around&) = default;
};

/// What may stand in a layer's list of options: `conv<64, window<10, 4>, stride<2>>`.
/// @{
template <int Height, int Width = Height>
inline constexpr window_size window{Height, Width};
template <int Down, int Right = Down>
inline constexpr stride_size stride{Down, Right};
/// The same number of zeros on both sides, as PyTorch has it.
template <int Rows, int Columns = Rows>
inline constexpr zeros_around pad{Rows, Columns};
/// @}

/// What a layer's list of options says of its windows.
struct window_options {
    window_size window;              ///< 0x0 unless it is said
    stride_size stride;              ///< 1 unless it is said
    padding around = padding::same;  ///< `valid` where `zeros` are said
    zeros_around zeros;              ///< of `pad`
    int channels = 0;                ///< that come in, where they are said
    bool has_biases = true;          ///< unless `no_bias` is said
    /// What was said at all.
    /// @{
    bool says_window = false;
    bool says_stride = false;
    bool says_channels = false;
    /// @}
    text unknown;  ///< the type of what is no option

    static constexpr int largest_window = 11;  ///< of either side; more are an error
    static constexpr int largest_stride = 4;   ///< the same

    /// Reads a list. Numbers without a name are the side of a square window, the stride and the
    /// channels that come in, in this order, those left out that are said by name.
    template <auto... Options>
    static constexpr window_options of() {
        window_options all;
        (all.take(Options), ...);
        return all;
    }

    /// What is wrong with them, or with a shape that they are to be used on. `before` says what
    /// stands before the window in the layer's list.
    [[nodiscard]] constexpr complaint wrong(shape in, const text& before = {}) const {
        const auto [height, width] = window;
        if (!unknown.empty()) return {"window, stride, padding, pad or no_bias", unknown};
        if (height < 1 || width < 1 || height > largest_window || width > largest_window)
            return {text::of(before, "a window of 1 to ", largest_window),
                    says_window ? text::of("a window of ", sides(height, width)) : "none"};
        if (stride.down < 1 || stride.right < 1 || stride.down > largest_stride ||
            stride.right > largest_stride)
            return {text::of("a stride of 1 to ", largest_stride),
                    text::of("a stride of ", sides(stride.down, stride.right))};
        if (zeros.rows < 0 || zeros.columns < 0 || zeros.rows >= height || zeros.columns >= width)
            return {text::of("fewer zeros than the window of ", height, "x", width),
                    text::of("a pad of ", sides(zeros.rows, zeros.columns))};
        if (says_channels && channels < 1) return {"channels above 0", text::of(channels)};
        if (in.flat) return {"an image, HxWxC", to_text(in)};
        if (says_channels && channels != in.channels)
            return {to_text(shape::image(in.height, in.width, channels)), to_text(in)};
        if (around == valid &&
            (in.height + 2 * zeros.rows < height || in.width + 2 * zeros.columns < width))
            return {text::of("an image of ", height - 2 * zeros.rows, "x",
                             width - 2 * zeros.columns, " or more"),
                    to_text(in)};
        return {};
    }

    /// "3" or "10x4".
    static constexpr text sides(int first, int second) {
        return first == second ? text::of(first) : text::of(first, "x", second);
    }
    /// ",5,2,valid": one spelling of what means the same, without what need not be said.
    [[nodiscard]] constexpr text spelling() const {
        const bool says_padding = around != same || says_channels;
        text words;
        if (!says_window) return words;
        if (window.height == window.width)
            words.append(",", window.height);
        else
            words.append(",window<", window.height, ",", window.width, ">");
        if (stride.down != stride.right)
            words.append(",stride<", stride.down, ",", stride.right, ">");
        else if (stride.down != 1 || says_padding)
            words.append(",", stride.down);
        if (zeros.rows != zeros.columns)
            words.append(",pad<", zeros.rows, ",", zeros.columns, ">");
        else if (zeros.rows != 0)
            words.append(",pad<", zeros.rows, ">");
        else if (says_padding)
            words.append(",", around == same ? "same" : "valid");
        if (says_channels) words.append(",", channels);
        if (!has_biases) words.append(",no_bias");
        return words;
    }

private:
    constexpr void take(const window_size& said) {
        window = said;
        says_window = true;
    }
    constexpr void take(const stride_size& said) {
        stride = said;
        says_stride = true;
    }
    constexpr void take(padding said) { around = said; }
    constexpr void take(const zeros_around& said) {
        zeros = said;
        around = valid;
    }
    constexpr void take(without_biases /*said*/) { has_biases = false; }
    constexpr void take(int number) {
        if (!says_window) {
            take(window_size{number, number});
        } else if (!says_stride) {
            take(stride_size{number, number});
        } else {
            channels = number;
            says_channels = true;
        }
    }
    template <class Other>
    constexpr void take(const Other& /*other*/) {
        unknown = checking::name_of<Other>();
    }
};

}  // namespace typenet
