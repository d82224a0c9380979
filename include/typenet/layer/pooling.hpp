// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/layer/layer.hpp"
#include "typenet/layer/window_geometry.hpp"

namespace typenet {

/// The type of `drop_rest`.
struct rest_dropped {};
/// For a pooling whose windows do not cover the image: the rows below and the columns to the right
/// of the last window are left out, as in PyTorch. `max_pool<3, 2, drop_rest>`.
inline constexpr rest_dropped drop_rest{};

/// What a pooling's list of options says.
struct pooling_options {
    window_size window;       ///< 0x0 unless it is said
    stride_size stride;       ///< as wide as the window unless it is said
    bool drops_rest = false;  ///< whether pixels may be left out
    /// What was said at all.
    /// @{
    bool says_window = false;
    bool says_stride = false;
    /// @}
    text unknown;  ///< what is no option

    static constexpr int largest_window = 11;  ///< of either side; more are an error

    /// Reads a list. Numbers without a name are the side of a square window and the stride.
    template <auto... Options>
    static constexpr pooling_options of() {
        pooling_options all;
        (all.take(Options), ...);
        return all;
    }
    /// Whether no two windows share a pixel.
    [[nodiscard]] constexpr bool is_disjoint() const {
        return stride.down == window.height && stride.right == window.width;
    }
    /// Whether no pixel of an image is left out.
    [[nodiscard]] constexpr bool covers(shape in) const {
        return (in.height - window.height) % stride.down == 0 &&
               (in.width - window.width) % stride.right == 0;
    }

    /// What is wrong with them, or with a shape that they are to be used on.
    [[nodiscard]] constexpr complaint wrong(shape in) const {
        const auto [height, width] = window;
        const text sides = window_options::sides(height, width);
        if (!unknown.empty()) return {"a window, a stride or drop_rest", unknown};
        if (height < 1 || width < 1 || height > largest_window || width > largest_window)
            return {text::of("a window of 1 to ", largest_window),
                    says_window ? text::of("a window of ", sides) : "none"};
        if (stride.down < 1 || stride.right < 1 || stride.down > height || stride.right > width)
            return {text::of("a stride of 1 to ", sides),
                    text::of("a stride of ", window_options::sides(stride.down, stride.right))};
        if (in.flat) return {"an image, HxWxC", to_text(in)};
        if (in.height < height || in.width < width)
            return {text::of("an image of ", height, "x", width, " or more"), to_text(in)};
        if (!drops_rest && !covers(in)) return {what_covers(), to_text(in)};
        return {};
    }
    /// "max_pool<3,2,drop_rest>": one spelling of what means the same.
    [[nodiscard]] constexpr text spelling(const text& kind) const {
        text words = text::of(kind, "<");
        if (window.height == window.width)
            words.append(window.height);
        else
            words.append("window<", window.height, ",", window.width, ">");
        if (!is_disjoint() && stride.down == stride.right)
            words.append(",", stride.down);
        else if (!is_disjoint())
            words.append(",stride<", stride.down, ",", stride.right, ">");
        if (drops_rest) words.append(",drop_rest");
        return words.append(">");
    }

private:
    constexpr void take(const window_size& said) {
        window = said;
        says_window = true;
        if (!says_stride) stride = {said.height, said.width};
    }
    constexpr void take(const stride_size& said) {
        stride = said;
        says_stride = true;
    }
    constexpr void take(rest_dropped /*said*/) { drops_rest = true; }
    constexpr void take(int number) {
        if (!says_window)
            take(window_size{number, number});
        else if (!says_stride)
            take(stride_size{number, number});
        else
            unknown = text::of(number);
    }
    template <class Other>
    constexpr void take(const Other& /*other*/) {
        unknown = checking::name_of<Other>();
    }
    /// "H and W divisible by 2", "H-3, W-3 divisible by 2", "H divisible by 3, W by 2".
    [[nodiscard]] constexpr text what_covers() const {
        const text rows = is_disjoint() ? text("H") : text::of("H-", window.height);
        const text columns = is_disjoint() ? text("W") : text::of("W-", window.width);
        if (stride.down != stride.right)
            return text::of(rows, " divisible by ", stride.down, ", ", columns, " by ",
                            stride.right);
        return text::of(rows, is_disjoint() ? " and " : ", ", columns, " divisible by ",
                        stride.down);
    }
};

/// What poolings have in common: windows without zeros around the image, channel by channel.
template <auto... Options>
struct pooling : without_tensors {
    static constexpr pooling_options options = pooling_options::of<Options...>();  ///< what is said

    static constexpr shape_or_complaint out(shape in) {
        const complaint wrong = options.wrong(in);
        if (!wrong.none()) return wrong;
        return geometry(in).out;
    }
    /// Where its windows lie.
    static constexpr window_geometry geometry(shape in) {
        return window_geometry::of(in, in.channels,
                                   window_options::of<options.window, options.stride, valid>());
    }

protected:
    /// visit(place of the window's first pixel, place of the output's pixel) for all of them.
    template <shape In>
    static constexpr void for_each_window(int images, auto&& visit) {
        constexpr window_geometry g = geometry(In);
        extent at = 0;
        for (int image = 0; image < images; ++image)
            for (int y = 0; y < g.out.height; ++y)
                for (int x = 0; x < g.out.width; ++x, at += In.channels)
                    visit(image * In.size() + place<In>(y * g.stride_y, x * g.stride_x), at);
    }
    /// visit(place of a pixel, seen from the window's first) for all of a window.
    template <shape In>
    static constexpr void for_each_tap(auto&& visit) {
        for (int y = 0; y < options.window.height; ++y)
            for (int x = 0; x < options.window.width; ++x) visit(place<In>(y, x));
    }

private:
    template <shape In>
    static constexpr extent place(int y, int x) {
        return (extent{y} * In.width + x) * In.channels;
    }
};

}  // namespace typenet
