# SPDX-License-Identifier: BSL-1.0
"""What a person sees who watches a run, and how a run is stopped."""

import fcntl
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import threading

import files
from program import Outcome, ProgramTest, hear_interrupts, run

CLEAR = "\r\x1b[K"


def environment(**changes):
    clean = {k: v for k, v in os.environ.items()
             if k not in ("TYPENET_DATA", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG")}
    return {**clean, "TERM": "xterm", **changes}


def run_on_terminal(columns, program, *arguments, **variables):
    """(exit code, all that was written) of a run whose standard output is a terminal."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen([program, *arguments], stdin=subprocess.DEVNULL, stdout=follower,
                               stderr=follower, env=environment(**variables))
    os.close(follower)
    written = b""
    while True:
        try:
            more = os.read(leader, 65536)
        except OSError:  # how Linux tells that nobody writes any more
            break
        if not more:
            break
        written += more
    os.close(leader)
    return process.wait(), written.decode().replace("\r\n", "\n")


def visible(text):
    """The lines as they were drawn, each as often as it was drawn, without colours."""
    plain = re.sub(r"\x1b\[\d*m", "", text)
    return [part.removesuffix("\x1b[K") for part in re.split(r"[\r\n]", plain)]


class Watching(ProgramTest):
    @classmethod
    def setUpClass(cls):
        root = tempfile.mkdtemp(prefix="typenet-test-")
        cls.addClassCleanup(shutil.rmtree, root)
        cls.data = files.write_data(os.path.join(root, "data"), (12, 20, 3), 4, rank4=True)

    def train(self, *arguments):
        return ["train", "--data", self.data, "--log-every", "1", *arguments]

    def watch(self, columns, *arguments, **variables):
        code, text = run_on_terminal(columns, self.example, *self.train(*arguments), **variables)
        self.assertEqual(code, 0, text)
        return text

    def test_a_terminal_shows_one_line_that_redraws(self):
        for columns in (40, 80, 200):
            with self.subTest(columns):
                text = self.watch(columns, "--steps", "60")
                bars = [line for line in visible(text) if "/60" in line]
                self.assertTrue(bars)
                self.assertIn("60/60", bars[-1])
                self.assertLess(max(map(len, bars)), columns)
                self.assertRegex(bars[-1], r"\d+:\d\d left")
                if columns == 200:
                    self.assertRegex(bars[-1], r"\A\[#{30}\]  60/60  epoch 12\.80  \d+ images/s  "
                                               r"loss \d+\.\d{4}  val \d+\.\d\d %  0:00 left\Z")
                self.assertNotIn("learning rate", text)
                # The line is gone when the run ends; what stays are whole lines.
                self.assertRegex(text, r"\r\x1b\[K\w+ accuracy")
                self.assertRegex(text, r"\n60 steps in \d+\.\d s\n\Z")

    def test_colours_and_characters(self):
        arguments = ("--steps", "3")
        self.assertIn("\x1b[32m", self.watch(80, *arguments))
        self.assertNotIn("\x1b[32m", self.watch(80, *arguments, NO_COLOR="1"))
        self.assertIn("\x1b[32m", self.watch(80, *arguments, NO_COLOR=""))
        self.assertIn("█", self.watch(80, *arguments, LC_ALL="C.UTF-8"))
        self.assertNotIn("█", self.watch(80, *arguments, LC_ALL="C", LANG="C.UTF-8"))

    def test_a_dumb_terminal_and_a_pipe_get_lines(self):
        dumb = self.watch(80, "--steps", "3", TERM="dumb")
        piped = self.expect_success(run(self.example, *self.train("--steps", "3"))).out
        for text in (dumb, piped):
            self.assertNotIn("\r", text)
            self.assertNotIn("\x1b", text)
            steps = [line for line in text.splitlines() if line.startswith("step ")]
            self.assertEqual(len(steps), 3)
            self.assertRegex(steps[2], r"\Astep +3 of 3, epoch 0\.64, loss \d+\.\d{4}, accuracy "
                                       r"[01]\.\d{3}, learning rate \d\.\d\de-\d\d, \d+\.\d ms\Z")

    def test_the_notebook_recipe_prints_the_notebook_s_lines(self):
        text = self.watch(80, "--recipe", "notebook", "--steps", "3")
        lines = [line for line in text.replace(CLEAR, "\n").splitlines()
                 if line.startswith("step ")]
        self.assertEqual(len(lines), 3)
        for number, line in enumerate(lines, 1):
            self.assertRegex(line, rf"\Astep {number}, minibatch loss \d+\.\d{{4}}, "
                                   r"training accuracy [01]\.\d{3}\Z")

    def test_quiet(self):
        self.assertEqual(self.watch(80, "--steps", "3", "--quiet"), "")

    def stopped(self, number, *arguments):
        """A run that gets a signal after some steps, once it has told of the third."""
        process = subprocess.Popen([self.example, *self.train("--steps", "1000000", *arguments)],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, env=environment(),
                                   preexec_fn=hear_interrupts)
        guard = threading.Timer(60, process.kill)
        guard.start()
        out = ""
        for line in process.stdout:
            out += line
            if line.startswith("step      3 "):
                process.send_signal(number)
        err = process.stderr.read()
        code = process.wait()
        guard.cancel()
        process.stdout.close()
        process.stderr.close()
        return Outcome(subprocess.CompletedProcess([], code, out, err))

    def test_signals_end_a_run_in_order(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129),
                             (signal.SIGUSR1, 138)):
            with self.subTest(number.name):
                model = self.path(number.name)
                outcome = self.stopped(number, "--checkpoint", model)
                self.assertEqual((outcome.code, outcome.err), (code, ""), outcome)
                last = re.search(r"\nstopped after step (\d+) of 1000000\n", outcome.out)
                self.assertIsNotNone(last, outcome)
                self.assertIn(f"parameters are in {model}", outcome.out)
                # The last step was finished and told of, and its parameters are those kept.
                steps = re.findall(r"^step +(\d+) of", outcome.out, re.MULTILINE)
                self.assertEqual(steps[-1], last[1])
                self.assertEqual(files.read_safetensors(model)[0]["step"], last[1])

    def test_a_run_that_keeps_nothing_says_so(self):
        outcome = self.stopped(signal.SIGINT)
        self.assertEqual((outcome.code, outcome.err), (130, ""), outcome)
        self.assertIn("nothing was kept, for want of --checkpoint", outcome.out)
        self.assertEqual(os.listdir(self.folder), [])

    def test_an_ignored_signal_stays_ignored(self):
        # As under nohup, or behind a shell's &.
        process = subprocess.run(
            ["sh", "-c", 'trap "" INT; "$@" & kill -INT $!; wait $!', "sh", self.example,
             *self.train("--steps", "20")], capture_output=True, text=True, timeout=60,
            env=environment())
        self.assertEqual(process.returncode, 0, process)
        self.assertIn("20 steps in", process.stdout)
