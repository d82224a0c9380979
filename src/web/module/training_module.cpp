// SPDX-License-Identifier: BSL-1.0
// All of training.wasm in one piece.
#include "drawing/artist.cpp"
#include "web/module/room.cpp"
#include "web/module/training.cpp"
