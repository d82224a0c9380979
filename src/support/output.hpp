// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

/// Standard output and standard error of a program that must not end because of them: a reader that
/// has gone, a full disk and a descriptor that was closed cost words, and nothing else.
namespace typenet::support {

/// To be called once before anything is written. Signals of a pipe without a reader and of a file
/// at its size limit are ignored, for good: what is left in a buffer is flushed at the very end. A
/// descriptor 0, 1 or 2 that is closed is given to a device that refuses, so that no file of the
/// program's gets the number, and with it the messages.
void prepare_output();

/// Writes to standard output, where a pipe sees it at once, or notes that it could not. What cannot
/// be written while a signal asks the program to stop (see `interruption`) is left out.
void print(std::string_view words);

/// The same to standard error, where nothing is noted.
void print_error(std::string_view words);

/// Writes the line of an error to standard error: the sentence behind "error: ".
void print_failure(const std::string& sentence);

/// Whether the reader of standard output has gone, as behind `| head`: no failure, but nothing need
/// be written any more.
bool nobody_listens();

/// Whether words are missing on standard output for another reason, such as a full disk.
bool output_failed();

}  // namespace typenet::support
