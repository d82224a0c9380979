# SPDX-License-Identifier: BSL-1.0
"""Running the programs under test."""

import os
import resource
import signal
import subprocess
import tempfile
import unittest


class Outcome:
    """What a run said. A build without optimisation warns of it on standard error; that is right,
    and not what these tests are about."""

    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout
        self.err = "".join(line for line in done.stderr.splitlines(keepends=True)
                           if not line.startswith("WARNING: "))

    def __str__(self):
        return f"exit code {self.code}\n--- stdout\n{self.out}--- stderr\n{self.err}"


def run(program, *arguments, data=None, most_bytes=None, output=subprocess.PIPE):
    """`data` is TYPENET_DATA, `most_bytes` the longest file that the program may write."""
    environment = {k: v for k, v in os.environ.items() if k != "TYPENET_DATA"}
    if data is not None:
        environment["TYPENET_DATA"] = data

    def limit():
        # Without the signal a write beyond the limit fails like one to a full disk.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return Outcome(subprocess.run(
        [program, *arguments], env=environment, stdin=subprocess.DEVNULL, stdout=output,
        stderr=subprocess.PIPE, text=True, encoding="utf-8", timeout=600,
        restore_signals=most_bytes is None, preexec_fn=limit if most_bytes is not None else None))


def hear_interrupts():
    """For a new process: tests that were started behind a shell's & ignore SIGINT, those under nohup
    SIGHUP, and so would it."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


class ProgramTest(unittest.TestCase):
    """A test with a folder of its own. cli_test.py sets the programs."""

    program = None
    example = None
    several = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="typenet-test-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def expect_success(self, outcome):
        self.assertEqual(outcome.code, 0, outcome)
        self.assertEqual(outcome.err, "", outcome)
        return outcome

    def expect_failure(self, outcome, code, *words):
        """One sentence on standard error, with these words in it, and no claim of success."""
        self.assertEqual(outcome.code, code, outcome)
        sentence, end, table = outcome.err.partition("\n")
        self.assertRegex(sentence + end, r"\Aerror: [^\n]+\n\Z", outcome)
        if "is of another network" not in sentence:  # where a table of both follows
            self.assertEqual(table, "", outcome)
        for word in words:
            self.assertIn(word, sentence)
        self.assertNotRegex(outcome.out, r"steps in|parameters are in|accuracy", outcome)
        if code == 2:
            self.assertEqual(outcome.out, "", outcome)
