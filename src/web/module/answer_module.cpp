// SPDX-License-Identifier: BSL-1.0
// All of answer.wasm in one piece.
#include "drawing/centred.cpp"
#include "drawing/frame.cpp"
#include "drawing/ink.cpp"
#include "drawing/paper.cpp"
#include "drawing/pieces.cpp"
#include "drawing/plane.cpp"
#include "web/module/answer.cpp"
#include "web/module/room.cpp"
