# SPDX-License-Identifier: BSL-1.0
"""What the program says to input that is wrong: a table of cases."""

import gzip
import math
import os
import resource
import shutil
import struct
import subprocess
import tempfile
import unittest
from dataclasses import dataclass

import files
from program import Outcome, ProgramTest, run

IMAGES, LABELS, TEST_IMAGES, TEST_LABELS = files.NAMES
TRAIN = files.TRAIN
OLD = b"the parameters of last week"


@dataclass
class Usage:
    """A command line that cannot be meant. `{out}` stands for a folder to write into."""
    arguments: list
    words: list


@dataclass
class Data:
    """A data set with some of its files changed; of those, the first is named in the sentence."""
    what: str
    changes: dict
    words: list


@dataclass
class Init:
    """A file to start from. None: there is no such file."""
    what: str
    content: bytes
    words: list


@dataclass
class Target:
    """A place for the checkpoint, in a folder with a file `file` and a folder `folder`."""
    place: str
    words: list
    most_bytes: int = None


def train(*arguments):
    return ["train", *arguments]


STEPS = "expected a whole number from 0 to 1000000000, found "
THREADS = "--threads: expected a whole number from 1 to 256, found "
RATE = "--learning-rate: expected a number above 0 and at most 1000, found "
KEEP = "--keep-prob: expected a number above 0 and at most 1, found "
SEED = "--seed: expected a whole number from 0 to 18446744073709551615, found "

AUGMENT = ("--augment: expected none, or a list of flip, shift=1 to 100, rotate=1 to 180, reflect "
           "with one of these two, and cutout=1 to 1000, each once, found ")
NUMBERS = "expected numbers with commas between them, found "
COMMANDS = ("expected a command, train, eval, predict, report, export, import, describe, man or "
            "completion, found ")

USAGE = [
    Usage([], [COMMANDS + "none", "--help"]),
    Usage(["trian"], [COMMANDS + "'trian'"]),
    Usage(["--frobnicate"], ["expected a command", "found '--frobnicate'"]),
    Usage(train("--frobnicate"), ["a flag of typenet train, found '--frobnicate'",
                                  "see typenet train --help"]),
    Usage(train("mnist"), ["a flag of typenet train, found 'mnist'"]),
    Usage(train("--two\nlines"), ["found '--two?lines'"]),
    Usage(train("describe"), ["a flag of typenet train, found 'describe'"]),
    Usage(["man", "train"], ["a flag of typenet man, found 'train'"]),
    Usage(["completion"], ["expected a shell, bash or fish or zsh, found none"]),
    Usage(["completion", "csh"], ["SHELL: expected bash or fish or zsh, found 'csh'"]),
    Usage(["describe", "--steps", "3"], ["a flag of typenet describe, found '--steps'"]),
    Usage(train("--recipe", "magic"), ["--recipe: expected cifar or modern or notebook, found 'magic'"]),
    Usage(train("--steps", "3", "--epochs", "1"), ["expected --steps or --epochs, found both"]),
    Usage(train("--steps", "-1"), ["--steps: ", STEPS + "'-1'"]),
    Usage(train("--steps", "1.5"), ["--steps: ", STEPS + "'1.5'"]),
    Usage(train("--steps", "0x10"), ["--steps: ", STEPS + "'0x10'"]),
    Usage(train("--steps", "99999999999"), ["--steps: ", STEPS + "'99999999999'"]),
    Usage(train("--steps"), ["--steps: expected a value, found none"]),
    Usage(train("--steps", "1", "--steps", "2"), ["--steps: expected once, found 2 times"]),
    Usage(train("--epochs", "0"), ["--epochs: expected a number above 0", "found '0'"]),
    Usage(train("--epochs", "nan"), ["--epochs: expected a number above 0", "found 'nan'"]),
    Usage(train("--seed", "-1"), [SEED + "'-1'"]),
    Usage(train("--seed", "18446744073709551616"), [SEED + "'18446744073709551616'"]),
    Usage(train("--threads", "0"), [THREADS + "'0'"]),
    Usage(train("--threads", "257"), [THREADS + "'257'"]),
    Usage(train("--threads", "two"), [THREADS + "'two'"]),
    Usage(train("--keep-prob", "0"), [KEEP + "'0'"]),
    Usage(train("--keep-prob", "1.5"), [KEEP + "'1.5'"]),
    Usage(train("--keep-prob", "0.5x"), [KEEP + "'0.5x'"]),
    Usage(train("--learning-rate", "nan"), [RATE + "'nan'"]),
    Usage(train("--learning-rate", "-1"), [RATE + "'-1'"]),
    Usage(train("--learning-rate", "inf"), [RATE + "'inf'"]),
    Usage(train("--learning-rate", "1e999"), [RATE + "'1e999'"]),
    Usage(train("--initial-values", "zero"),
          ["--initial-values: expected he-normal or standard-normal, found 'zero'"]),
    Usage(train("--initial-values", "he-normal", "--init-from", "x"),
          ["expected --init-from or --initial-values, found both"]),
    Usage(train("--resume", "x", "--initial-values", "he-normal"),
          ["--initial-values: expected nothing beside --resume that changes the run"]),
    Usage(train("--schedule", "linear"),
          ["--schedule: expected constant or cosine or exponential or one-cycle or step or "
           "triangle, found 'linear'"]),
    *(Usage(train(flag, value), [f"{flag}: expected a number from 0 to below 1, found '{value}'"])
      for flag, value in (("--weight-decay", "1"), ("--l2", "-0.1"), ("--momentum", "1.5"),
                          ("--average", "nan"), ("--label-smoothing", "1"))),
    Usage(train("--clip-norm", "inf"),
          ["--clip-norm: expected a number from 0 to below 1000000, found 'inf'"]),
    Usage(train("--nesterov", "on"), ["--nesterov: expected no or yes, found 'on'"]),
    Usage(train("--momentum", "0.5"),
          ["--momentum: expected an optimiser with momentum, as sgd, found adam"]),
    Usage(train("--nesterov", "yes"),
          ["--nesterov: expected an optimiser with momentum, as sgd, found adam"]),
    Usage(train("--recipe", "cifar"),
          ["--momentum: expected an optimiser with momentum, as sgd, found adam"]),
    *(Usage(train("--resume", "x", flag, "0"),
            [f"{flag}: expected nothing beside --resume that changes the run"])
      for flag in ("--weight-decay", "--l2", "--momentum", "--clip-norm", "--average",
                   "--label-smoothing")),
    Usage(train("--accumulate", "0"),
          ["--accumulate: expected a whole number from 1 to 65536, found '0'"]),
    Usage(train("--resume", "x", "--accumulate", "2"),
          ["--accumulate: expected nothing beside --resume that changes the run"]),
    Usage(train("--rank-timeout", "0"), ["--rank-timeout: expected a number above 0"]),
    Usage(train("--augment", "crop"), [AUGMENT + "'crop'"]),
    Usage(train("--augment", "flip,flip"), [AUGMENT + "'flip,flip'"]),
    Usage(train("--augment", "shift=0"), [AUGMENT + "'shift=0'"]),
    Usage(train("--augment", ""), [AUGMENT + "''"]),
    Usage(train("--mean", "half"), ["--mean: " + NUMBERS + "'half'"]),
    Usage(train("--mean", "0.5,"), ["--mean: " + NUMBERS + "'0.5,'"]),
    Usage(train("--deviation", "nan"), ["--deviation: " + NUMBERS + "'nan'"]),
    Usage(train("--deviation", "0"),
          ["--deviation: expected a number from 1e-09 to 1000000000, found 0"]),
    Usage(train("--mean=-1e10"),
          ["--mean: expected a number from -1000000000 to 1000000000, found -10000000000"]),
    Usage(train("--mean", "1,2,3"),
          ["--mean: expected one number, found 3"]),
    Usage(train("--mean", "0.5", "--normalise"), ["expected --mean or --normalise, found both"]),
    Usage(train("--deviation", "2", "--normalise"),
          ["expected --deviation or --normalise, found both"]),
    Usage(train("--normalise=no"), ["--normalise: expected no value, found 'no'"]),
    Usage(train("--resume", "x", "--augment", "none"),
          ["--augment: expected nothing beside --resume that changes the run"]),
    Usage(train("--resume", "x", "--mean", "0.5"),
          ["--mean: expected nothing beside --resume that changes the run"]),
    Usage(train("--resume", "x", "--normalise"),
          ["--normalise: expected nothing beside --resume that changes the run"]),
    Usage(train("--order", "random"),
          ["--order: expected sequential or shuffled, found 'random'"]),
    Usage(train("--log-every", "0"), ["--log-every: expected a whole number from 1", "found '0'"]),
    Usage(train("--quiet=perhaps"), ["--quiet: expected no value, found 'perhaps'"]),
    Usage(train("--resume", "x", "--seed", "3"),
          ["--seed: expected nothing beside --resume that changes the run"]),
    Usage(train("--resume", "x", "--init-from", "y"), ["--init-from: expected nothing beside"]),
    Usage(train("--resume", ""), ["--resume: expected a file, found ''"]),
    Usage(train("--checkpoint-every", "0"), ["--checkpoint-every: expected a whole number from 1"]),
    Usage(train("--checkpoint-every", "5"),
          ["--checkpoint-every: expected --checkpoint or --resume beside it, found neither"]),
    Usage(train("--keep-last", "0", "--checkpoint", "x"),
          ["--keep-last: expected a whole number from 1 to 100, found '0'"]),
    Usage(["eval"], ["--checkpoint: expected a file, found none", "see typenet eval --help"]),
    Usage(["eval", "--checkpoint", "x", "--split", "all"],
          ["--split: expected test or train or validation, found 'all'"]),
    Usage(["predict", "x.png"], ["--checkpoint: expected a file, found none"]),
    Usage(["predict", "--checkpoint", "x"],
          ["expected a picture, a folder of pictures or -, found none"]),
    Usage(["predict", "--checkpoint", "x", "x.png", "--jsno"],
          ["expected a flag of typenet predict, found '--jsno'"]),
    Usage(["report", "--log", "x", "--out", "y"], ["--checkpoint: expected a file, found none"]),
    Usage(["report", "--checkpoint", "x", "--out", "y"], ["--log: expected a file, found none"]),
    Usage(["report", "--checkpoint", "x", "--log", "y"], ["--out: expected a file, found none"]),
    Usage(["report", "--checkpoint", "x", "--log", "y", "--out", ""],
          ["--out: expected a file, found ''"]),
    Usage(train("--report", ""), ["--report: expected a file, found ''"]),
    Usage(["export", "--onnx", "x"], ["--checkpoint: expected a file, found none"]),
    Usage(["export", "--checkpoint", "x"], ["expected --onnx, --header or --web, or several of them, found none"]),
    Usage(["export", "--checkpoint", "x", "--onnx", ""], ["--onnx: expected a file, found ''"]),
    Usage(["export", "--checkpoint", "x", "--web", ""], ["--web: expected a folder, found ''"]),
    Usage(["describe", "--json=yes"], ["--json: expected no value, found 'yes'"]),
    Usage(train("--data", ""), ["--data: expected a folder, found ''"]),
    Usage(train("--validation", "-1"),
          ["--validation: expected a whole number from 0 to 1000000, found '-1'"]),
    Usage(train("--init-from", ""), ["--init-from: expected a file, found ''"]),
    Usage(train("--checkpoint", ""), ["--checkpoint: expected a file, found ''"]),
    Usage(train("--log", ""), ["--log: expected a file, found ''"]),
]

GOOD_IMAGES = files.images(TRAIN, 28, 28)
GOOD_LABELS = files.labels(TRAIN, 10)
GZ = gzip.compress(GOOD_LABELS, mtime=0)
CORRUPT_GZ = GZ[:-6] + bytes([GZ[-6] ^ 1]) + GZ[-5:]  # a bit of the checksum
ALL = 16 + TRAIN * 784

DATA = [
    Data("truncated images", {IMAGES: GOOD_IMAGES[:-1]},
         [f"expected {ALL} bytes, found {ALL - 1}"]),
    Data("a byte behind the images", {IMAGES: GOOD_IMAGES + b"\0"},
         [f"expected {ALL} bytes, found {ALL + 1}"]),
    Data("an empty file", {IMAGES: b""}, ["expected an IDX header", "end after 0 bytes"]),
    Data("half a header", {IMAGES: GOOD_IMAGES[:10]}, ["an IDX header", "end after 10 bytes"]),
    Data("more images than there are", {IMAGES: files.idx((900_000, 28, 28), b"\0" * 9),
                                       LABELS: files.labels(900_000, 10)},
         [f"expected {16 + 900_000 * 784} bytes, found 25"]),
    Data("four thousand million images", {IMAGES: files.idx((0xFFFFFFFF, 28, 28), b"\0" * 9)},
         ["expected 1 to 1000000 items, found 4294967295"]),
    Data("no images", {IMAGES: files.idx((0, 28, 28), b"")}, ["1 to 1000000 items, found 0"]),
    Data("another magic number", {IMAGES: b"PK\3\4" + GOOD_IMAGES[4:]},
         ["magic number 0x00000803, found 0x504b0304"]),
    Data("floats", {IMAGES: files.idx((TRAIN, 28, 28), b"", magic=0x0D03)},
         ["magic number 0x00000803, found 0x00000d03"]),
    Data("another rank", {IMAGES: files.idx((TRAIN, 28, 28, 3), b"")},
         ["expected an array of rank 3, found rank 4"]),
    Data("labels for images", {IMAGES: GOOD_LABELS}, ["expected an array of rank 3, found rank 1"]),
    Data("images of another size", {IMAGES: files.images(TRAIN, 32, 30)},
         ["expected images of 28 x 28, found 32 x 30"]),
    Data("test images of another size", {TEST_IMAGES: files.images(files.TEST, 28, 29)},
         ["expected images of 28 x 28, found 28 x 29"]),
    Data("a label of 10", {LABELS: GOOD_LABELS[:108] + b"\n" + GOOD_LABELS[109:]},
         ["expected labels below 10, found 10 as label number 100"]),
    Data("a test label of 255", {TEST_LABELS: files.labels(files.TEST, 10)[:-1] + b"\xff"},
         ["expected labels below 10, found 255 as label number 299"]),
    Data("fewer labels than images", {LABELS: files.labels(TRAIN - 1, 10)},
         [f"expected {TRAIN} labels, one for each image, found {TRAIN - 1}"]),
    Data("truncated labels", {LABELS: GOOD_LABELS[:-3]},
         [f"expected {TRAIN + 8} bytes, found {TRAIN + 5}"]),
    Data("5,000 training images", {IMAGES: files.images(5000, 28, 28),
                                   LABELS: files.labels(5000, 10)},
         ["expected more than 5000 images", "validation set, found 5000"]),
    Data("no gzip data", {LABELS + ".gz": b"no gzip", LABELS: None},
         ["expected gzip data, found none"]),
    Data("corrupt gzip data", {LABELS + ".gz": CORRUPT_GZ, LABELS: None},
         ["expected intact gzip data, found corrupt data"]),
    Data("half a gzip file", {LABELS + ".gz": GZ[:len(GZ) // 2], LABELS: None},
         ["expected a whole gzip file, found one that is cut off"]),
    Data("gzip data without .gz", {LABELS: GZ},
         ["expected uncompressed IDX data, found gzip data (add .gz to its name)"]),
]

SHAPES = {"conv1.weights": [5, 5, 1, 32], "conv1.biases": [32],
          "conv2.weights": [5, 5, 32, 64], "conv2.biases": [64],
          "dense1.weights": [3136, 1024], "dense1.biases": [1024],
          "dense2.weights": [1024, 10], "dense2.biases": [10]}
RIGHT = files.safetensors(SHAPES)

INIT = [
    Init("no file", None, ["No such file or directory"]),
    Init("an empty file", b"", ["is damaged: expected at least 8 bytes, found 0"]),
    Init("text", b"These are no parameters.", ["is damaged: its header should have", "found 16"]),
    Init("a header of 2^60 bytes", struct.pack("<Q", 2**60) + b"{}",
         [f"its header should have {2**60} bytes, found 2"]),
    Init("a header that is no JSON", struct.pack("<Q", 4) + b"{oh}", ["not JSON, at byte 2 of 4"]),
    Init("a truncated file", RIGHT[:-1], [f"expected {len(RIGHT)} bytes, found {len(RIGHT) - 1}"]),
    Init("a byte too many", RIGHT + b"\0",
         [f"expected {len(RIGHT)} bytes, found {len(RIGHT) + 1}"]),
    Init("another shape", files.safetensors({**SHAPES, "conv1.weights": [3, 3, 1, 32]}),
         ["of another network: expected conv1.weights [5,5,1,32], found conv1.weights [3,3,1,32]"]),
    Init("a missing tensor",
         files.safetensors({k: v for k, v in SHAPES.items() if k != "dense2.biases"}),
         ["of another network: missing dense2.biases [10]"]),
    Init("a tensor too many", files.safetensors({**SHAPES, "conv3.biases": [7]}),
         ["of another network: superfluous conv3.biases [7]"]),
    Init("another type", files.safetensors(SHAPES, dtype="I32"), ["as F32, found I32"]),
]

TARGET = [
    Target("missing/model", ["its folder", "missing", "No such file or directory"]),
    Target("file/model", ["Not a directory"]),
    Target("folder", ["Is a directory"]),
    Target("folder/", ["Is a directory"]),
    Target("folder/" + 300 * "m", ["File name too long"]),
    Target("/dev/full", ["Not a regular file"]),
    Target("folder/model", ["File too large"], most_bytes=1 << 20),
    Target("file", ["File too large"], most_bytes=1 << 20),
]


class BadInput(ProgramTest):
    @classmethod
    def setUpClass(cls):
        root = tempfile.mkdtemp(prefix="typenet-test-")
        cls.addClassCleanup(shutil.rmtree, root)
        cls.data = files.write_data(os.path.join(root, "good"), (28, 28), 10)

    def expect_refusal(self, arguments, code, words, keep_old):
        """Runs with a checkpoint to write, which must not be there afterwards, or as it was."""
        with tempfile.TemporaryDirectory(dir=self.folder) as out:
            checkpoint = os.path.join(out, "model.safetensors")
            if keep_old:
                files.write(checkpoint, OLD)
            self.expect_failure(run(self.program, *arguments, "--checkpoint", checkpoint),
                                code, *words)
            self.assertEqual(os.listdir(out), ["model.safetensors"] if keep_old else [])
            if keep_old:
                self.assertEqual(files.read(checkpoint), OLD)

    def test_command_lines(self):
        for case in USAGE:
            with self.subTest(" ".join(case.arguments)):
                self.expect_failure(run(self.program, *case.arguments), 2, *case.words)

    def test_data_sets(self):
        for number, case in enumerate(DATA):
            with self.subTest(case.what):
                folder = files.changed_data(self.path(f"data{number}"), self.data, case.changes)
                named = os.path.join(folder, next(iter(case.changes)))
                self.expect_refusal(train("--data", folder, "--steps", "0"), 1,
                                    [named + ": ", *case.words], keep_old=number % 2 == 0)

    def test_epochs_beyond_the_most_steps(self):
        folder = self.path("many")
        files.write_data(folder, (12, 20, 3), 4, rank4=True)
        count = 200_000
        files.write(os.path.join(folder, "train-images-idx4-ubyte"),
                    files.idx((count, 12, 20, 3), bytes(count * 720)))
        files.write(os.path.join(folder, "train-labels-idx1-ubyte"), files.labels(count, 4))
        most = 10**9 * 128 // (count - 5000)
        outcome = run(self.example, "train", "--data", folder, "--epochs", str(most + 1))
        self.expect_failure(outcome, 1, f"--epochs: expected at most {most} times through "
                            f"{count - 5000} images, since a run has at most 1000000000 steps, found "
                            f"{most + 1}")

    def test_missing_data_files(self):
        for number, name in enumerate(files.NAMES):
            with self.subTest(name):
                folder = files.changed_data(self.path(f"data{number}"), self.data, {name: None})
                self.expect_refusal(train("--data", folder, "--steps", "0"), 1,
                                    [f"{folder}: expected a file {name} or ", "found none"], True)

    def test_arrays_and_batches(self):
        for number, (name, content, words) in enumerate((
                ("train.npy", files.npy((2, 28, 27), bytes(2 * 756)),
                 "expected images of 28 x 28, found 28 x 27"),
                ("train.npy", files.npy((2, 28, 28), bytes(784 * 8), "<f4")[:-1],
                 "expected 6400 bytes, found 6399"),
                ("test.npy", b"no array at all", "expected a NumPy array, found something else"),
                ("test_labels.npy", files.npy((1,), b"\12"),
                 "expected labels below 10, found 10 as label number 0 (counted from 0)"))):
            with self.subTest(words):
                folder = self.path(f"arrays{number}")
                os.mkdir(folder)
                for part, count in (("train", 2), ("test", 1)):
                    files.write(os.path.join(folder, part + ".npy"),
                                files.npy((count, 28, 28), bytes(784 * count)))
                    files.write(os.path.join(folder, part + "_labels.npy"),
                                files.npy((count,), bytes(count)))
                path = files.write(os.path.join(folder, name), content)
                self.expect_refusal(train("--data", folder, "--steps", "0"), 1, [path, words], True)
        folder = self.path("cifar")
        os.mkdir(folder)
        files.write(os.path.join(folder, "data_batch_1.bin"), bytes(3073))
        self.expect_refusal(
            train("--data", folder, "--steps", "0"), 1,
            [f"{folder}: expected a network whose input is 32x32x3, as CIFAR-10's images are, "
             "found 28x28x1"], True)

    def test_data_folders(self):
        a_file = files.write(self.path("a file"), b"")
        for folder, found in ((self.path("nowhere"), "nothing of that name"), (a_file, "a file")):
            with self.subTest(found):
                words = [folder, "expected a folder with a data set, found " + found]
                self.expect_refusal(train("--data", folder, "--steps", "0"), 1, words, True)
                self.expect_failure(run(self.program, "train", "--steps", "0", data=folder),
                                    1, *words)
        two_lines = self.path("two\nlines")
        self.expect_refusal(train("--data", two_lines, "--steps", "0"), 1, ["two?lines"], True)

    def test_parameters_to_start_from(self):
        for number, case in enumerate(INIT):
            with self.subTest(case.what):
                start = self.path(f"start{number}")
                if case.content is not None:
                    files.write(start, case.content)
                self.expect_refusal(
                    train("--data", self.data, "--steps", "0", "--init-from", start), 1,
                    [start, *case.words], keep_old=number % 2 == 0)
        with self.subTest("a folder"):
            self.expect_refusal(
                train("--data", self.data, "--steps", "0", "--init-from", self.folder), 1,
                [self.folder, "not a regular file"], keep_old=False)

    def test_places_for_a_checkpoint(self):
        for case in TARGET:
            with self.subTest(case.place, most_bytes=case.most_bytes), \
                    tempfile.TemporaryDirectory(dir=self.folder) as folder:
                files.write(os.path.join(folder, "file"), OLD)
                os.mkdir(os.path.join(folder, "folder"))
                place = os.path.join(folder, case.place)
                self.expect_failure(
                    run(self.program, "train", "--data", self.data, "--steps", "0",
                        "--checkpoint", place, most_bytes=case.most_bytes),
                    1, f"cannot write {place}: ", *case.words)
                self.assertEqual(sorted(os.listdir(folder)), ["file", "folder"])
                self.assertEqual(os.listdir(os.path.join(folder, "folder")), [])
                self.assertEqual(files.read(os.path.join(folder, "file")), OLD)

    def test_a_checkpoint_that_cannot_be_written_is_told_before_the_data_are_read(self):
        outcome = run(self.program, "train", "--data", self.path("nowhere"),
                      "--checkpoint", self.path("missing", "model"))
        self.expect_failure(outcome, 1, "cannot write ", "missing")

    @unittest.skipUnless(os.geteuid() == 0, "another user's limit of processes needs root")
    def test_threads_that_cannot_be_had(self):
        program = shutil.copy(self.program, self.path("typenet"))
        os.chmod(self.folder, 0o755)

        def as_a_user_of_few_processes():
            os.setgroups([])
            os.setgid(65533)
            os.setuid(65533)
            resource.setrlimit(resource.RLIMIT_NPROC, (4, 4))

        done = subprocess.run([program, "train", "--steps", "1", "--threads", "64", "--quiet"],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                              preexec_fn=as_a_user_of_few_processes, cwd="/")
        self.expect_failure(Outcome(done), 1, "--threads: expected 64 threads, which the system does "
                            "not give: Resource temporarily unavailable; try fewer")

    def test_logs(self):
        arguments = ["train", "--data", self.data, "--steps", "0", "--log"]
        no_folder = self.path("missing", "log")
        self.expect_failure(run(self.program, *arguments, no_folder), 1,
                            f"cannot write the log {no_folder}: No such file or directory")
        self.expect_failure(run(self.program, *arguments, self.folder), 1,
                            f"cannot write the log {self.folder}: Is a directory")
        # A log that fills the disk costs the log, not what was trained.
        checkpoint = self.path("model")
        outcome = run(self.program, *arguments, "/dev/full", "--checkpoint", checkpoint, "--quiet")
        self.expect_failure(outcome, 1, "the log /dev/full", "No space left on device")
        self.assertLessEqual(set(SHAPES), set(files.read_safetensors(checkpoint)[1]))

    def test_an_old_log_outlives_a_run_that_does_not_start(self):
        log = files.write(self.path("log"), OLD)
        outcome = run(self.program, "train", "--data", self.path("nowhere"), "--log", log)
        self.expect_failure(outcome, 1, "nowhere")
        self.assertEqual(files.read(log), OLD)

    def test_standard_output_without_room(self):
        for arguments in (["--help"], ["describe"],
                          ["train", "--data", self.data, "--steps", "0"]):
            with self.subTest(arguments[0]), open("/dev/full", "w", encoding="utf-8") as full:
                outcome = run(self.program, *arguments, output=full)
                self.assertEqual((outcome.code, outcome.err), (
                    1, "error: cannot write all of the output: expected room for it on standard "
                       "output\n"))

    def start_with(self, name, **values):
        """A checkpoint whose tensors each hold one value, 0 unless given."""
        tensors = {}
        for tensor, shape in SHAPES.items():
            value = values.get(tensor.replace(".", "_"), 0)
            tensors[tensor] = (shape, struct.pack("<f", value) * math.prod(shape))
        return files.write(self.path(name), files.safetensors(tensors))

    def expect_end(self, start, *words):
        self.expect_refusal(train("--data", self.data, "--steps", "1", "--init-from", start), 1,
                            words, keep_old=True)

    def test_parameters_that_are_no_numbers(self):
        start = self.start_with("nan", dense2_biases=math.nan)
        self.expect_end(start, f"checkpoint {start}: expected finite numbers, but "
                               "dense2.biases holds nan")

    def test_a_loss_that_is_no_number(self):
        # Every unit of dense1 is 3,136, and with these weights every logit infinite.
        self.expect_end(self.start_with("inf", conv2_biases=1, dense1_weights=1,
                                        dense2_weights=3e38),
                        "the loss of step 1 is ", ", expected a number; after it ",
                        "try a --learning-rate below 0.002")

    def test_gradients_that_are_no_numbers(self):
        # relu makes 0 of what is no number: the loss does not tell.
        self.expect_end(self.start_with("large", conv1_biases=3e38, conv2_weights=3e38,
                                        dense1_weights=3e38, dense2_weights=3e38),
                        "after step 1 ", " of layer ", ", expected finite numbers",
                        "try a --learning-rate below 0.002")
