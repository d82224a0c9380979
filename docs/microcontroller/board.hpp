// SPDX-License-Identifier: BSL-1.0
#pragma once

/// What a program asks of the board: to say something, and how much memory it took.
namespace board {

/// By way of a debugger, or of the emulator: Arm's semihosting.
void print(const char* words);
void print(long number);
[[noreturn]] void leave(bool well);

/// Code, constants and the first values of variables.
long flash_bytes();
/// Variables.
long static_bytes();
/// The most that the stack has been since the start.
long greatest_stack_bytes();

}  // namespace board
