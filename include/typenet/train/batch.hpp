// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "typenet/base/text.hpp"

namespace typenet {

/// The number of images of a minibatch, as a type: `make_trainer<Net, adam, batch<128>>()`.
template <int Images>
    requires(Images >= 1 && Images <= 1 << 16)
struct batch {
    static constexpr int images = Images;  ///< in each step
};

namespace detail {
template <class T>
inline constexpr bool is_batch = false;
template <int Images>
inline constexpr bool is_batch<batch<Images>> = true;
}  // namespace detail

/// A `batch<...>`.
template <class T>
concept batch_type = detail::is_batch<T>;

}  // namespace typenet
