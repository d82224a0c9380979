// SPDX-License-Identifier: BSL-1.0
#include "support/output.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>

#include "support/error.hpp"
#include "support/interruption.hpp"

namespace typenet::support {

namespace {

// Of the process's one standard output.
bool listener_gone = false;
bool words_lost = false;

/// Whether it can be written to, or fails at once. A reader that reads no more must not keep a run
/// that is to stop.
bool waits_to_write(int fd) {
    constexpr int milliseconds = 100;
    for (;;) {
        pollfd asked{fd, POLLOUT, 0};
        const int ready = ::poll(&asked, 1, milliseconds);
        if (ready > 0 || (ready < 0 && errno != EINTR)) return true;
        if (interruption::signal() != 0) return false;
    }
}

/// 0, or the reason why not all was written.
int write_all(int fd, std::string_view words) {
    while (!words.empty()) {
        if (!waits_to_write(fd)) return EINTR;
        // A pipe that is ready has room for so much.
        const ssize_t written =
            ::write(fd, words.data(), std::min<std::size_t>(words.size(), PIPE_BUF));
        if (written >= 0)
            words.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR && errno != EAGAIN)
            return errno;
    }
    return 0;
}

/// What a terminal that was closed says.
bool is_closed_terminal(int fd, int reason) {
    struct stat found{};
    return reason == EIO && ::fstat(fd, &found) == 0 && S_ISCHR(found.st_mode);
}

}  // namespace

void prepare_output() {
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    // The lowest that is free is taken. Each is opened for what nobody does with it.
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(fd, F_GETFD) < 0) [[maybe_unused]]
            const int taken = ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    std::fflush(stdout);  // of whoever printed before
    listener_gone = words_lost = false;
}

void print(std::string_view words) {
    if (listener_gone) return;
    const int reason = write_all(STDOUT_FILENO, words);
    if (reason == EPIPE || is_closed_terminal(STDOUT_FILENO, reason))
        listener_gone = true;
    else if (reason != 0 && reason != EINTR)
        words_lost = true;
}

void print_error(std::string_view words) { write_all(STDERR_FILENO, words); }

void print_failure(const std::string& sentence) {
    print_error("error: " + one_line(sentence) + '\n');
}

bool nobody_listens() { return listener_gone; }

bool output_failed() { return words_lost; }

}  // namespace typenet::support
