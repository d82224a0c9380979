// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

/// A module has no heap: `new` takes the next piece of a room of fixed size. A module that asks for
/// more than there is ends there, and the page says so.
namespace typenet::web {

/// Each module has a room of its own size.
extern const std::size_t room_bytes;
extern std::byte room[];

/// Begins anew. Nothing that was made by `new` may live on.
void clear_room();

/// Bytes that have been in use at once.
std::size_t most_room_used();

}  // namespace typenet::web
