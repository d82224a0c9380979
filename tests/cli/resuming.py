# SPDX-License-Identifier: BSL-1.0
"""Runs that are killed, stopped or left without room, and how they go on."""

import fcntl
import json
import math
import os
import random
import resource
import shlex
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import zlib

import files
from own_network import SHAPES
from program import ProgramTest, hear_interrupts, run

STEPS, LONG = 40, 120


def with_values(content, value, *names):
    """A checkpoint's bytes with some tensors full of one value, and the checksum that goes with it:
    a CRC-32 of the texts, by key, and of the tensors, in their order."""
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8:8 + length])
    body = bytearray(content[8 + length:])
    metadata = header["__metadata__"]
    total = 0
    for key in sorted(metadata.keys() - {"checksum"}):
        total = zlib.crc32(f"{key}\0{metadata[key]}\0".encode(), total)
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        if name in names:
            body[begin:end] = struct.pack("<f", value) * ((end - begin) // 4)
        total = zlib.crc32(name.encode() + b"\0" + body[begin:end], total)
    metadata["checksum"] = f"{total:08x}"
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + body


class Resuming(ProgramTest):
    @classmethod
    def setUpClass(cls):
        root = tempfile.mkdtemp(prefix="typenet-test-")
        cls.addClassCleanup(shutil.rmtree, root)
        cls.data = files.write_data(os.path.join(root, "data"), (12, 20, 3), 4, rank4=True)
        # What all others must end with. One epoch is 4.7 steps: there are judgements on the way.
        cls.whole = os.path.join(root, "whole")
        cls.long = os.path.join(root, "long")
        for model, steps in ((cls.whole, STEPS), (cls.long, LONG)):
            cls.run_of(cls, "--steps", str(steps), "--seed", "5", "--log-every", "1",
                       "--checkpoint", model)

    def run_of(self, *arguments, **how):
        return run(self.example, "train", "--data", self.data, *arguments, **how)

    def begun(self, *options):
        """A run that was stopped at step 12 or soon after, and its older file. On a busy machine
        the signal may come too late; then once more."""
        model = self.path("model")
        for _ in range(20):
            process = subprocess.Popen(
                [self.example, "train", "--data", self.data, "--steps", str(STEPS), "--seed", "5",
                 "--checkpoint", model, "--checkpoint-every", "4", "--log-every", "1", *options],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
            for line in process.stdout:
                if line.startswith("step     12 "):
                    process.send_signal(signal.SIGTERM)
            process.stdout.close()
            if process.wait() == 143:
                return model
            self.assertEqual(process.returncode, 0)
        return self.fail("no run could be stopped in time")

    def step_of(self, model):
        return int(files.read_safetensors(model)[0]["step"])

    def test_killed_at_random_moments(self):
        """Twenty times SIGKILL; a checkpoint a step keeps the run writing most of the time."""
        chance = random.Random(1)
        model = self.path("model")
        kills, stages = 20, set()
        for attempt in range(kills + 1):
            go_on = (["--resume", model] if os.path.exists(model) else
                     ["--steps", str(LONG), "--seed", "5", "--checkpoint", model])
            process = subprocess.Popen(
                [self.example, "train", "--data", self.data, "--threads", "1", *go_on,
                 "--checkpoint-every", "1", "--keep-last", "2", "--log-every", "1"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            if attempt < kills:
                # Some are killed while they start, the others after some steps, in the middle of one
                # or of its checkpoint.
                left = chance.randint(1, 8) if attempt % 5 else 0
                while left:
                    left -= process.stdout.readline().startswith("step ")
                time.sleep(chance.random() * 0.02)
                process.kill()
            out, err = process.communicate()
            self.assertEqual(err, "", out)
            self.assertEqual(process.returncode, -signal.SIGKILL if attempt < kills else 0, out)
            stages.add(self.step_of(model) if os.path.exists(model) else 0)
        self.assertGreater(len(stages), 5)
        self.assertEqual(files.read(model), files.read(self.long))
        self.assertEqual(files.read(model + ".best"), files.read(self.long + ".best"))
        # What the killed left half written is gone since the next one began.
        self.assertEqual(sorted(os.listdir(self.folder)), ["model", "model.1", "model.best"])

    def test_stopped_and_going_on(self):
        model = self.begun()
        step = self.step_of(model)
        self.assertTrue(12 <= step < STEPS, step)
        log = self.path("log")
        outcome = self.expect_success(self.run_of("--resume", model, "--log", log, "--threads", "1"))
        self.assertIn(f"going on after step {step} of {model}\n", outcome.out)
        self.assertEqual(files.read(model), files.read(self.whole))
        with open(log, encoding="utf-8") as lines:
            start = json.loads(lines.readline())
        self.assertEqual((start["resume"], start["after_step"], start["seed"], start["steps"]),
                         (model, step, 5, STEPS))

    def test_all_ways_of_updating_go_on(self):
        options = ["--average", "0.9", "--clip-norm", "0.5", "--weight-decay", "0.01", "--l2",
                   "0.001", "--schedule", "step", "--accumulate", "2"]
        whole, log = self.path("whole"), self.path("log")
        self.expect_success(self.run_of("--steps", str(STEPS), "--seed", "5", "--threads", "1",
                                        "--log-every", "1", "--checkpoint", whole, "--log", log,
                                        *options))
        with open(log, encoding="utf-8") as lines:
            start = json.loads(lines.readline())
        self.assertEqual([start[key] for key in ("average", "clip_norm", "weight_decay", "l2",
                                                 "schedule", "accumulate")],
                         [0.9, 0.5, 0.01, 0.001, "step", 2])
        model = self.begun(*options)
        self.assertLess(self.step_of(model), STEPS)
        resumed = self.expect_success(self.run_of("--resume", model, "--threads", "2"))
        self.assertEqual(files.read(model), files.read(whole))
        self.assertEqual(files.read(model + ".best"), files.read(whole + ".best"))

        # The average is what was judged, and what answers and starts other runs.
        tensors = files.read_safetensors(whole)[1]
        averages = {name: tensors["average." + name] for name in SHAPES}
        self.assertNotEqual({name: tensors[name] for name in SHAPES}, averages)
        judged = resumed.out.splitlines()[-2]
        self.assertTrue(judged.startswith("test accuracy"), judged)
        told = self.expect_success(run(self.example, "eval", "--data", self.data, "--checkpoint",
                                       whole)).out
        self.assertEqual(told.splitlines()[0], judged)
        self.expect_success(self.run_of("--steps", "0", "--init-from", whole, "--checkpoint",
                                        self.path("start")))
        start = files.read_safetensors(self.path("start"))[1]
        self.assertEqual({name: start[name] for name in SHAPES}, averages)

    def test_it_says_how_to_go_on(self):
        name = "my model's"
        process = subprocess.Popen(
            [self.example, "train", "--data", self.data, "--steps", "100000", "--checkpoint",
             self.path(name), "--log", self.path("a log"), "--log-every", "1"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
            preexec_fn=hear_interrupts)
        told = ""
        for line in process.stdout:
            if line.startswith("step      2 "):
                process.send_signal(signal.SIGINT)
            if line.startswith("to go on: "):
                told = line.removeprefix("to go on: ").strip()
        process.stdout.close()
        self.assertEqual(process.wait(), 130)
        # It can be pasted: the program is named as it was called.
        self.assertEqual(shlex.split(told), [self.example, "train", "--resume", self.path(name),
                                             "--data", self.data, "--log", self.path("a log")])

    def test_a_log_goes_on_too(self):
        log = self.path("log")
        model = self.path("model")
        self.expect_success(self.run_of("--steps", "3", "--checkpoint", model, "--log", log))
        self.expect_success(self.run_of("--resume", model, "--log", log))
        with open(log, encoding="utf-8") as lines:
            events = [json.loads(line)["event"] for line in lines]
        self.assertEqual(events.count("start"), 2)
        self.assertEqual(events.count("end"), 2)
        self.assertEqual(events.count("step"), 2)  # 1 and 3: none is left to do
        # A run that was finished writes nothing new.
        self.assertFalse(os.path.exists(model + ".1"))

    def test_the_last_and_the_best_are_kept(self):
        model = self.path("model")
        self.expect_success(self.run_of("--steps", "22", "--checkpoint", model,
                                        "--checkpoint-every", "5", "--keep-last", "3"))
        self.assertEqual(sorted(os.listdir(self.folder)),
                         ["model", "model.1", "model.2", "model.best"])
        self.assertEqual([self.step_of(model + end) for end in ("", ".1", ".2")], [22, 20, 15])
        best = json.loads(files.read_safetensors(model + ".best")[0]["best"])
        self.assertEqual(best["step"], self.step_of(model + ".best"))

    def test_what_a_checkpoint_holds(self):
        metadata, tensors = files.read_safetensors(self.whole)
        moments = {f"moment{m}.{name}": shape for m in (1, 2) for name, shape in SHAPES.items()}
        self.assertEqual({name: shape for name, (_, shape, _) in tensors.items()},
                         {**SHAPES, **moments})
        self.assertEqual((metadata["optimizer"], metadata["batch"], metadata["seed"]),
                         ("adam", "128", "5"))
        self.assertTrue(metadata["architecture"].startswith("input 12x20x3, conv<8,3>, relu, "))
        self.assertEqual(json.loads(metadata["settings"])["steps"], STEPS)
        # Its parameters are a start for others, with or without the rest.
        for source in (self.whole, files.write(self.path("bare"), files.safetensors(
                {name: (shape, tensors[name][2]) for name, shape in SHAPES.items()}))):
            self.expect_success(self.run_of("--steps", "0", "--init-from", source,
                                            "--checkpoint", self.path("start")))
            start = files.read_safetensors(self.path("start"))[1]
            self.assertEqual({n: start[n] for n in SHAPES}, {n: tensors[n] for n in SHAPES})
            self.assertEqual(set(start["moment1.conv1.weights"][2]), {0})

    def damaged(self, content):
        half = len(content) // 2
        yield "cut", content[:half], "damaged"
        yield "empty", b"", "damaged"
        yield "flipped", content[:half] + bytes([content[half] ^ 16]) + content[half + 1:], \
            "expected the checksum"
        yield "zeros", bytes(len(content)), "damaged"
        yield "foreign", b"PK\3\4" + content[4:], "damaged"
        yield "without state", files.safetensors(SHAPES), "found a file without settings"

    def test_of_a_damaged_file_an_older_one_goes_on(self):
        model = self.begun()
        kept = {end: files.read(model + end) for end in ("", ".1", ".best")}
        older = self.step_of(model + ".1")
        for what, content, words in self.damaged(kept[""]):
            with self.subTest(what):
                files.write(model, content)
                files.write(model + ".1", kept[".1"])
                outcome = self.run_of("--resume", model)
                self.assertEqual(outcome.code, 0, outcome)
                self.assertRegex(outcome.err, rf"\Awarning: checkpoint {model}[^\n]*; going on from "
                                              rf"{model}.1, after step {older}\n\Z")
                self.assertIn(words, outcome.err)
                self.assertEqual(files.read(model), files.read(self.whole))
        with self.subTest("gone"):
            os.remove(model)
            files.write(model + ".1", kept[".1"])
            outcome = self.run_of("--resume", model)
            self.assertIn("No such file or directory; going on from", outcome.err)
            self.assertEqual(files.read(model), files.read(self.whole))

    def test_damaged_and_nothing_older(self):
        content = files.read(self.whole)
        for what, bad, words in self.damaged(content):
            with self.subTest(what):
                model = files.write(self.path("model"), bad)
                self.expect_failure(self.run_of("--resume", model), 1, f"checkpoint {model}", words)
                self.assertEqual(files.read(model), bad)

    def test_of_another_kind(self):
        other = files.changed_data(self.path("other"), self.data, {
            "train-labels-idx1-ubyte": files.labels(files.TRAIN - 1, 4)[:4] + struct.pack(
                ">I", files.TRAIN) + bytes(files.TRAIN)})
        self.expect_failure(run(self.example, "train", "--data", other, "--resume", self.whole), 1,
                            f"checkpoint {self.whole}: expected the data it was trained on, IDX "
                            f"files of {self.data} with the digest ", "found IDX files of " + other)
        self.expect_failure(run(self.program, "train", "--resume", self.whole), 1,
                            "is of another network: expected conv1.weights [5,5,1,32], found "
                            "conv1.weights [3,3,3,8]")

    def test_what_is_no_number_leaves_the_last_good_checkpoint(self):
        model = self.begun()
        step = self.step_of(model)
        good = with_values(files.read(model), 0)
        # What was written anew goes on as well, and to the same parameters.
        files.write(model, good)
        self.expect_success(self.run_of("--resume", model))
        self.assertEqual(files.read(model), files.read(self.whole))
        huge = with_values(good, 3e38, "conv1.biases", "conv2.weights", "dense1.weights",
                           "dense2.weights")
        files.write(model, huge)
        outcome = self.run_of("--resume", model, "--checkpoint-every", "1")
        self.expect_failure(outcome, 1, f"step {step + 1} ", " of layer ", ", holds nan",
                            f"try a --learning-rate below 0.002; {model} holds step {step}")
        self.assertEqual(files.read(model), huge)
        for moment in (1, 2):
            files.write(model, with_values(good, math.inf, f"moment{moment}.conv1.weights"))
            os.remove(model + ".1")
            os.remove(model + ".best")
            self.expect_failure(self.run_of("--resume", model), 1,
                                f"expected finite numbers, but moment{moment}.conv1.weights holds ")
            self.begun()

    def test_a_judgement_that_is_no_number(self):
        """Finite parameters, and nothing left to train: only the judgement at the end can tell."""
        huge = with_values(files.read(self.whole), 3e38, "conv1.biases", "conv2.weights",
                           "dense1.weights", "dense2.weights")
        model = files.write(self.path("model"), huge)
        self.expect_failure(self.run_of("--resume", model), 1,
                            f"the validation loss after step {STEPS} is ", ", expected a number: try a "
                            f"--learning-rate below 0.002; {model} holds step {STEPS}")
        self.assertEqual(files.read(model), huge)
        self.assertEqual(os.listdir(self.folder), ["model"])

    def start(self, *arguments):
        """A run that is never more than 100 lines ahead of its reader: its pipe is short."""
        process = subprocess.Popen([self.example, "train", "--data", self.data, "--log-every", "1",
                                    *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, preexec_fn=hear_interrupts)
        fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, 4096)
        return process

    def limit(self, process, most_bytes):
        """What stands for a full disk: a process that may write no longer files."""
        hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most_bytes, hard))

    def read_until(self, process, begin):
        for line in process.stdout:
            if line.startswith(begin):
                return
        self.fail(f"no line {begin}")

    def test_without_room_the_run_goes_on(self):
        model = files.write(self.path("model"), b"last week's")
        process = self.start("--steps", "450", "--checkpoint", model, "--checkpoint-every", "150",
                             "--log", self.path("log"))
        self.read_until(process, "data: ")  # the first checkpoint is further than that
        self.limit(process, 50_000)
        out, err = process.communicate()
        self.assertEqual(process.returncode, 1, out + err)
        lost = f"cannot write {model}: File too large"
        best = f"cannot write {model}.best: File too large"
        told = err.splitlines()
        self.assertEqual([line for line in told if ".best" not in line],
                         3 * [f"warning: {lost}; the run goes on"] + [f"error: {lost}"])
        self.assertIn(f"warning: {best}; the run goes on", told)
        self.assertIn("test accuracy", out)  # it was trained and judged
        self.assertEqual(files.read(model), b"last week's")
        self.assertEqual(sorted(os.listdir(self.folder)), ["log", "model"])

    def test_room_for_a_checkpoint_is_looked_for_before_the_run(self):
        size = os.path.getsize(self.whole)
        model = self.path("model")
        outcome = self.run_of("--steps", "9", "--checkpoint", model, most_bytes=size - 2000)
        self.expect_failure(outcome, 1, f"cannot write {model}: expected room for ", "File too large")
        self.assertEqual((outcome.out, os.listdir(self.folder)), ("", []))
        self.expect_success(self.run_of("--steps", "9", "--checkpoint", model, most_bytes=size))

    def test_an_older_file_that_cannot_be_replaced_costs_itself_alone(self):
        model = self.path("model")
        os.mkdir(model + ".1")
        outcome = self.run_of("--steps", "9", "--checkpoint", model, "--checkpoint-every", "4")
        self.assertEqual(outcome.code, 0, outcome)
        self.assertEqual(outcome.err, 2 * (f"warning: cannot write {model}.1: Is a directory; {model} "
                                           "is written all the same\n"))
        self.assertEqual(self.step_of(model), 9)
        self.assertEqual(os.listdir(model + ".1"), [])
        # Of those that can be kept, none is lost.
        os.rename(model + ".1", model + ".2")
        outcome = self.run_of("--steps", "9", "--checkpoint", model, "--checkpoint-every", "2",
                              "--keep-last", "3")
        self.assertEqual(outcome.code, 0, outcome)
        self.assertEqual([self.step_of(model + end) for end in ("", ".1")], [9, 8])

    def test_a_log_that_was_cut_goes_on_with_whole_lines(self):
        log, model, page = self.path("log"), self.path("model"), self.path("page.html")
        self.expect_success(self.run_of("--steps", "3", "--checkpoint", model, "--log", log,
                                        "--log-every", "1"))
        whole = files.read(log)
        lines = whole.splitlines(keepends=True)
        for what, cut, kept in (("in a line", whole[:-20], b"".join(lines[:-1])),
                                ("before its end", whole[:-1], whole),
                                ("in the first line", whole[:20], b""),
                                ("with zeros behind", whole + bytes(4000), whole),
                                ("nowhere", whole, whole)):
            with self.subTest(what):
                files.write(log, cut)
                self.expect_success(self.run_of("--resume", model, "--log", log))
                now = files.read(log)
                self.assertTrue(now.startswith(kept + b'{"event":"start",'), now)
                self.assertEqual(json.loads(now.splitlines()[-1])["event"], "end")
                self.expect_success(run(self.example, "report", "--data", self.data, "--checkpoint",
                                        model, "--log", log, "--out", page))

    def test_a_disk_that_was_full_for_a_while_leaves_whole_lines(self):
        log = self.path("log")
        process = self.start("--steps", "1000000", "--log", log)
        self.read_until(process, "step      5 ")
        self.limit(process, os.path.getsize(log) + 30)
        self.read_until(process, "step     30 ")
        self.limit(process, resource.RLIM_INFINITY)
        for line in process.stdout:
            if line.startswith("step") and int(line.split()[1]) > 60:
                break
        process.send_signal(signal.SIGTERM)
        err = process.communicate()[1]
        self.assertEqual(process.returncode, 143, err)
        self.assertEqual(err, f"error: cannot write the log {log}, which lacks lines now: File too "
                              "large\n")
        content = files.read(log)
        self.assertTrue(content.endswith(b"\n"))
        steps = [event["step"] for event in map(json.loads, content.splitlines())
                 if event["event"] == "step"]
        self.assertEqual(steps[:4], [1, 2, 3, 4])
        self.assertLess(len(steps), steps[-1])
        self.assertGreater(steps[-1], 30)
