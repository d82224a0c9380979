# SPDX-License-Identifier: BSL-1.0
"""A program that measures when it is told to: bench/server.hpp and bench/peers/serve.py."""

import contextlib
import json
import os
import subprocess
import tempfile

THREAD_VARIABLES = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


class Server:
    """Starts at once and warms up by itself; `about` waits until it is ready."""

    def __init__(self, command: list) -> None:
        self._command = [str(word) for word in command]
        # What is said of threads stands in the command: the environment has no say.
        environment = {k: v for k, v in os.environ.items() if k not in THREAD_VARIABLES}
        self._errors = tempfile.TemporaryFile("w+")  # a pipe that nobody reads would fill up
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, stderr=self._errors, text=True,
                                         env=environment)
        self._about: dict | None = None

    @property
    def about(self) -> dict:
        if self._about is None:
            self._about = self._answer()
        return self._about

    def wait_until_warm(self) -> None:
        _ = self.about

    def begin(self, steps: int) -> None:
        """Lets it run, and does not wait."""
        self._process.stdin.write(f"time {steps}\n")
        self._process.stdin.flush()

    def end(self) -> list:
        """The milliseconds of what `begin` started."""
        return self._answer()

    def time(self, steps: int) -> list:
        self.begin(steps)
        return self.end()

    def close(self) -> None:
        with contextlib.suppress(BrokenPipeError):  # it may have ended already
            self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
        self._errors.close()

    def _answer(self):
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            self._errors.seek(0)
            said = self._errors.read()[-2000:]
            raise RuntimeError(f"{' '.join(self._command)} ended:\n{said}")
        return json.loads(line)

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_failure) -> None:
        self.close()
