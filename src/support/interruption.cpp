// SPDX-License-Identifier: BSL-1.0
#include "support/interruption.hpp"

#include <cstddef>

namespace typenet::support {

namespace {

volatile std::sig_atomic_t came = 0;

extern "C" void note(int signal) { came = signal; }

void listen(int signal, struct sigaction& before) {
    struct sigaction ours{};
    ours.sa_handler = note;
    ours.sa_flags = SA_RESTART;
    // Back to the default after the first, so that a second one ends a run that hangs.
    ours.sa_flags |= static_cast<int>(SA_RESETHAND);
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(signal, &ours, nullptr);
}

}  // namespace

interruption::interruption() {
    came = 0;
    for (std::size_t i = 0; i < signals.size(); ++i) listen(signals[i], before_[i]);
}

interruption::~interruption() {
    came = 0;
    for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &before_[i], nullptr);
}

int interruption::signal() { return came; }

}  // namespace typenet::support
