# SPDX-License-Identifier: BSL-1.0
"""Pipes whose reader goes or sleeps, outputs that are full or closed, and signals beside them."""

import json
import os
import pty
import shutil
import signal
import subprocess
import tempfile
import threading
import time

import files
from asking import drawing, png
from program import Outcome, ProgramTest, hear_interrupts, run
from watching import environment


class Streams(ProgramTest):
    @classmethod
    def setUpClass(cls):
        root = tempfile.mkdtemp(prefix="typenet-test-")
        cls.addClassCleanup(shutil.rmtree, root)
        cls.data = files.write_data(os.path.join(root, "data"), (12, 20, 3), 4, rank4=True)

    def start(self, *arguments, program=None, data=None, **how):
        """A training that logs each step."""
        process = subprocess.Popen(
            [program or self.example, "train", "--data", data or self.data, "--log-every", "1",
             *arguments], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            env=environment(), preexec_fn=hear_interrupts, **{"stdout": subprocess.PIPE, **how})
        guard = threading.Timer(300, process.kill)
        guard.start()
        self.addCleanup(guard.cancel)
        return process

    def end(self, process):
        err = process.stderr.read()
        out = process.stdout.read() if process.stdout and not process.stdout.closed else ""
        process.stderr.close()
        if process.stdout:
            process.stdout.close()
        return Outcome(subprocess.CompletedProcess([], process.wait(), out, err))

    def step_of(self, model):
        return int(files.read_safetensors(model)[0]["step"])

    def events(self, log):
        with open(log, encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    def wait_for(self, found):
        deadline = time.monotonic() + 300
        while not found():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)

    def test_ctrl_c_behind_tee(self):
        # Both get the signal, and tee is gone at once.
        model = self.path("model")
        process = self.start("--steps", "1000000", "--checkpoint", model)
        for line in process.stdout:
            if line.startswith("step      3 "):
                break
        process.stdout.close()
        process.send_signal(signal.SIGINT)
        outcome = self.end(process)
        self.assertEqual((outcome.code, outcome.err), (130, ""), outcome)
        self.assertGreaterEqual(self.step_of(model), 3)

    def test_a_run_goes_on_behind_head(self):
        model = self.path("model")
        process = self.start("--steps", "40", "--checkpoint", model)
        process.stdout.readline()
        process.stdout.close()
        outcome = self.end(process)
        self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)
        self.assertEqual(self.step_of(model), 40)

    def test_what_nobody_reads_is_no_failure(self):
        model = self.path("model")
        self.expect_success(run(self.program, "train", "--steps", "0", "--quiet", "--checkpoint",
                                model))
        pictures = self.path("pictures")
        os.mkdir(pictures)
        files.write(os.path.join(pictures, "a.png"), png(drawing(1, 40)))
        # Nobody would hear the answer: it is not looked at.
        files.write(os.path.join(pictures, "b.png"), b"no picture")
        for arguments in (["--help"], ["train", "--help"], ["describe"], ["man"],
                          ["predict", "--checkpoint", model, pictures]):
            with self.subTest(arguments[0]):
                reader, writer = os.pipe()
                os.close(reader)
                outcome = run(self.program, *arguments, output=writer)
                os.close(writer)
                self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)

    def test_a_signal_reaches_a_run_whose_reader_sleeps(self):
        model, log = self.path("model"), self.path("log")
        process = self.start("--steps", "1000000", "--checkpoint", model, "--log", log)
        self.wait_for(lambda: os.path.exists(log) and os.path.getsize(log) > 0)
        size = -1
        while size != os.path.getsize(log):  # until the pipe is full
            size = os.path.getsize(log)
            time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(300), 143)
        self.assertEqual(self.end(process).err, "")
        self.assertEqual(self.step_of(model), self.events(log)[-1]["step"])

    def test_a_signal_while_the_run_is_judged(self):
        data = files.write_data(self.path("data"), (28, 28), 10)
        model, log, page = self.path("model"), self.path("log"), self.path("page.html")
        process = self.start("--steps", "1", "--threads", "1", "--checkpoint", model, "--log", log,
                             "--report", page, program=self.program, data=data)
        self.wait_for(lambda: os.path.exists(log) and '"step":1,' in files.read(log).decode())
        process.send_signal(signal.SIGTERM)  # 5,000 images are a second's work
        outcome = self.end(process)
        self.assertEqual((outcome.code, outcome.err), (143, ""), outcome)
        self.assertIn("\nstopped after step 1 of 1\n", outcome.out)
        self.assertIn(f" --report {page}\n", outcome.out)
        self.assertFalse(os.path.exists(page))
        # What is left is done when it goes on.
        outcome = self.expect_success(run(self.program, "train", "--data", data, "--resume", model))
        self.assertIn("test accuracy", outcome.out)

    def on_a_terminal_that_is_closed(self, hang_up, *arguments):
        """The exit code of a run whose terminal goes after a step or more."""
        process, terminal = pty.fork()
        if process == 0:
            signal.signal(signal.SIGHUP, hang_up)
            os.execve(self.example, [self.example, "train", "--data", self.data, *arguments],
                      environment())
        told = b""
        while b"loss" not in told:
            told += os.read(terminal, 4096)
        os.close(terminal)
        guard = threading.Timer(300, os.kill, (process, signal.SIGKILL))
        guard.start()
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        guard.cancel()
        return code

    def test_a_terminal_that_is_closed(self):
        model = self.path("model")
        self.assertEqual(self.on_a_terminal_that_is_closed(
            signal.SIG_DFL, "--steps", "1000000", "--checkpoint", model), 129)
        self.assertGreaterEqual(self.step_of(model), 1)
        self.assertEqual(self.on_a_terminal_that_is_closed(
            signal.SIG_IGN, "--steps", "60", "--checkpoint", model), 0)
        self.assertEqual(self.step_of(model), 60)

    def blocked(self):
        """A run that has a warning to tell: what its checkpoint was cannot be kept."""
        model = self.path("model")
        os.makedirs(model + ".1", exist_ok=True)
        return ["train", "--data", self.data, "--steps", "9", "--checkpoint", model,
                "--checkpoint-every", "3", "--quiet"]

    def test_a_standard_error_that_takes_nothing(self):
        for redirection in ("2>/dev/full", "2>&-", ">&- 2>&-"):
            with self.subTest(redirection):
                def shell(*arguments, to=redirection):
                    return subprocess.run(["sh", "-c", f'"$@" {to}', "sh", self.example, *arguments],
                                          stdin=subprocess.DEVNULL, timeout=300,
                                          env=environment()).returncode
                self.assertEqual(shell("eval", "--checkpoint", self.path("missing")), 1)
                self.assertEqual(shell("train", "--frobnicate"), 2)
                self.assertEqual(shell(*self.blocked()), 0)
                # The warnings are in no file that got the descriptor's number.
                self.assertEqual(self.step_of(self.path("model")), 9)
                os.remove(self.path("model"))

    def test_a_standard_output_that_is_closed(self):
        log = self.path("log")
        done = subprocess.run(
            ["sh", "-c", '"$@" >&-', "sh", self.example, "train", "--data", self.data, "--steps", "3",
             "--log-every", "1", "--log", log], stderr=subprocess.PIPE, text=True, timeout=300,
            env=environment())
        self.expect_failure(Outcome(subprocess.CompletedProcess([], done.returncode, "", done.stderr)),
                            1, "cannot write all of the output")
        self.assertEqual([e["event"] for e in self.events(log)],
                         ["start", "step", "step", "step", "eval", "eval", "end"])
