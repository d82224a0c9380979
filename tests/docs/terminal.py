# SPDX-License-Identifier: BSL-1.0
"""Programs as a page shows them that someone watches, or stops with Ctrl-C."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios

COLUMNS = 100


def environment(**changes):
    return {**{k: v for k, v in os.environ.items() if k != "TYPENET_DATA"}, **changes}


def on_terminal(command, folder):
    """(exit code, output) of a program on a terminal without colours; a line that redraws is a line
    each time it is drawn."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=follower,
                               stderr=follower,
                               env=environment(TERM="xterm", NO_COLOR="1", LC_ALL="C.UTF-8"))
    os.close(follower)
    written = b""
    try:
        while more := os.read(leader, 65536):
            written += more
    except OSError:
        pass  # how Linux tells that nobody writes any more
    os.close(leader)
    lines = re.split(r"[\r\n]+", written.decode().replace("\x1b[K", ""))
    return process.wait(), "".join(line + "\n" for line in lines if line)


def interrupted(command, folder, step):
    """(exit code, output) of a training that gets a Ctrl-C once it has told of a step."""
    def hear():  # what a shell starts behind & ignores it
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=hear,
                               env=environment())
    said = ""
    for line in process.stdout:
        said += line
        if re.match(rf"step +{step} ", line):
            process.send_signal(signal.SIGINT)
    process.stdout.close()
    return process.wait(), said
