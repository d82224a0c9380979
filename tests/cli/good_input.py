# SPDX-License-Identifier: BSL-1.0
"""What the program does with input that is right."""

import array
import json
import math
import os
import shutil
import statistics
import tempfile
import unittest

import files
from bad_input import SHAPES
from program import ProgramTest, run

FAN_IN = {"conv1": 25, "conv2": 800, "dense1": 3136, "dense2": 1024}
STEP_KEYS = {"event", "step", "loss", "accuracy", "learning_rate", "ms"}
EVAL_KEYS = {"event", "split", "step", "images", "accuracy", "loss"}


def of_kind(events, kind):
    return [e for e in events if e["event"] == kind]


class GoodInput(ProgramTest):
    @classmethod
    def setUpClass(cls):
        root = tempfile.mkdtemp(prefix="typenet-test-")
        cls.addClassCleanup(shutil.rmtree, root)
        cls.data = files.write_data(os.path.join(root, "data"), (28, 28), 10)

    def initial(self, name, *arguments):
        """The bytes of a checkpoint of initial parameters."""
        path = self.path(name)
        self.expect_success(run(self.program, "train", "--data", self.data, "--steps", "0",
                                "--checkpoint", path, *arguments))
        return files.read(path)

    def events(self, path):
        """Each line of a log must be a JSON object; the first one tells of the start."""
        with open(path, encoding="utf-8") as log:
            events = [json.loads(line) for line in log]
        start = events[0]
        self.assertEqual(start["event"], "start")
        for key in ("version", "commit", "compiler", "simd", "recipe", "data"):
            self.assertTrue(start[key] and isinstance(start[key], str), key)
        self.assertRegex(start["version"], r"^\d+\.\d+\.\d+$")
        self.assertRegex(start["compiler"], r"^(g|clang)\+\+ \d")
        self.assertEqual([len(of_kind(events, kind)) for kind in ("start", "end")], [1, 1])
        for event in of_kind(events, "step"):
            self.assertEqual(set(event), STEP_KEYS)
            self.assertGreater(event["ms"], 0)
        for event in of_kind(events, "eval"):
            self.assertEqual(set(event), EVAL_KEYS)
        return events

    def test_initial_parameters(self):
        for recipe, seed in (("modern", "1"), ("notebook", "33")):
            with self.subTest(recipe):
                self.initial(recipe, "--recipe", recipe)
                metadata, tensors = files.read_safetensors(self.path(recipe))
                self.assertEqual(metadata["recipe"], recipe)
                self.assertEqual((metadata["step"], metadata["seed"]), ("0", seed))
                moments = {f"moment{m}.{name}": shape
                           for m in (1, 2) for name, shape in SHAPES.items()}
                self.assertEqual({name: shape for name, (_, shape, _) in tensors.items()},
                                 {**SHAPES, **moments})
                for name, (dtype, _, body) in tensors.items():
                    if name in SHAPES:
                        self.expect_initial_values(recipe, name, dtype, body)
                    else:
                        self.assertEqual((dtype, set(body)), ("F32", {0}), name)

    def expect_initial_values(self, recipe, name, dtype, body):
        self.assertEqual(dtype, "F32")
        layer, kind = name.split(".")
        values = array.array("f", body)
        if recipe == "modern" and kind == "biases":
            self.assertEqual(set(values), {0.0}, name)
            return
        sample = values[:100_000]
        sigma = math.sqrt(2 / FAN_IN[layer]) if recipe == "modern" else 1
        # Four standard errors of a normal sample's mean and deviation.
        self.assertLess(abs(statistics.fmean(sample)), 4 * sigma / math.sqrt(len(sample)), name)
        self.assertLess(abs(statistics.pstdev(sample) - sigma),
                        4 * sigma / math.sqrt(2 * len(sample)), name)

    def test_numpy_arrays(self):
        folder = self.path("arrays")
        os.mkdir(folder)
        for part, count in (("train", 200), ("test", 50)):
            pixels = bytes(i % 251 for i in range(count * 784))
            files.write(os.path.join(folder, part + ".npy"), files.npy((count, 28, 28), pixels))
            files.write(os.path.join(folder, part + "_labels.npy"),
                        files.npy((count,), bytes(i % 10 for i in range(count))))
        done = self.expect_success(run(self.program, "train", "--data", folder, "--steps", "1",
                                       "--checkpoint", self.path("model")))
        self.assertIn(f"data: NumPy arrays of {folder}\n", done.out)
        for split, images in (("train", 180), ("validation", 20), ("test", 50)):
            found = json.loads(self.expect_success(run(
                self.program, "eval", "--data", folder, "--checkpoint", self.path("model"),
                "--split", split, "--json")).out)
            self.assertEqual(found["images"], images)

    def test_all_images_may_be_trained_on(self):
        model, log, page = (self.path(name) for name in ("model", "log", "page.html"))
        none = ["--data", self.data, "--validation", "0"]
        steps = str(files.TRAIN // 128 + 1)  # beyond an epoch, which validation would end
        self.expect_success(run(self.program, "train", *none, "--steps", steps, "--checkpoint",
                                model, "--log", log, "--report", page, "--quiet"))
        judged = of_kind(self.events(log), "eval")
        self.assertEqual([(e["split"], e["images"]) for e in judged], [("test", files.TEST)])
        trained = [*none, "--checkpoint", model]
        found = json.loads(self.expect_success(
            run(self.program, "eval", *trained, "--split", "train", "--json")).out)
        self.assertEqual(found["images"], files.TRAIN)
        self.expect_failure(run(self.program, "eval", *trained, "--split", "validation"), 1,
                            f"IDX files of {self.data}: expected images for the validation part, "
                            "found none")
        self.expect_success(run(self.program, "report", *trained, "--log", log, "--out", page))
        self.expect_failure(run(self.program, "train", "--resume", model, "--data", self.data), 1,
                            f"{self.data}")

    def test_initial_values_of_the_other_recipe(self):
        for recipe, other, values in (("notebook", "modern", "he-normal"),
                                      ("modern", "notebook", "standard-normal")):
            with self.subTest(recipe):
                self.initial("here", "--recipe", recipe, "--initial-values", values, "--seed", "3")
                self.initial("there", "--recipe", other, "--seed", "3")
                metadata, tensors = files.read_safetensors(self.path("here"))
                self.assertEqual(metadata["recipe"], recipe)
                others = files.read_safetensors(self.path("there"))[1]
                self.assertEqual(set(tensors), set(others))
                for name, tensor in tensors.items():  # a difference of millions is not for showing
                    self.assertTrue(tensor == others[name], name)

    def test_initial_parameters_follow_from_the_seed(self):
        one = self.initial("one")
        self.assertEqual(one, self.initial("again", "--threads", "1"))
        two = self.initial("two", "--seed", "2")
        self.assertNotEqual(files.read_safetensors(self.path("one"))[1],
                            files.read_safetensors(self.path("two"))[1])
        self.assertEqual(len(one), len(two))

    def test_a_checkpoint_replaces_the_old_one(self):
        files.write(self.path("model"), b"old")
        fresh = self.initial("fresh")
        self.assertEqual(self.initial("model"), fresh)
        # Through a link, which stays one.
        os.symlink("model", self.path("link"))
        self.assertEqual(self.initial("link", "--seed", "2"), files.read(self.path("model")))
        self.assertTrue(os.path.islink(self.path("link")))
        self.assertEqual(sorted(os.listdir(self.folder)), ["fresh", "link", "model"])

    def test_training_is_the_same_whatever_the_number_of_threads(self):
        start = self.initial("start")
        self.assertEqual(self.initial("copied", "--init-from", self.path("start"), "--seed", "1"),
                         start)
        found = {}
        for threads in ("1", "2", "3"):
            outcome = self.expect_success(run(
                self.program, "train", "--data", self.data, "--init-from", self.path("start"),
                "--order", "sequential", "--augment", "none", "--steps", "3",
                "--schedule", "cosine", "--learning-rate", "0.01", "--log-every", "2",
                "--threads", threads, "--checkpoint", self.path("trained" + threads),
                "--log", self.path("log" + threads), "--quiet"))
            self.assertEqual(outcome.out, "")
            events = self.events(self.path("log" + threads))
            self.assertEqual((events[0]["threads"], events[0]["init_from"]),
                             (int(threads), self.path("start")))
            self.assertEqual(events[0]["data"], "IDX files of " + self.data)
            self.assertEqual(events[-1]["checkpoint"], self.path("trained" + threads))
            found[threads] = [{k: v for k, v in e.items() if k != "ms"} for e in events[1:-1]]
        trained = files.read(self.path("trained1"))
        for threads in ("2", "3"):
            self.assertEqual(found["1"], found[threads])
            self.assertEqual(trained, files.read(self.path("trained" + threads)))
        before, after = (files.read_safetensors(self.path(f))[1] for f in ("start", "trained1"))
        for name in SHAPES:
            self.assertNotEqual(before[name], after[name], name)
        # Every second step, the first and the last; warm-up, peak, and down to nothing.
        self.assertEqual([(e["step"], e["learning_rate"]) for e in of_kind(found["1"], "step")],
                         [(1, 0.01), (2, 0.005), (3, 0)])
        self.assertEqual([(e["split"], e["images"]) for e in of_kind(found["1"], "eval")],
                         [("validation", 5000), ("test", files.TEST)])

    def test_notebook_recipe_on_built_in_digits(self):
        outcome = self.expect_success(run(self.program, "train", "--recipe", "notebook", "--steps",
                                          "20", "--log", self.path("log")))
        self.assertIn("data: built-in synthetic digits", outcome.out)
        self.assertIn("notebook recipe, 20 steps of 128 images, seed 33", outcome.out)
        events = self.events(self.path("log"))
        start, steps = events[0], of_kind(events, "step")
        self.assertEqual((start["recipe"], start["seed"], start["steps"], start["batch"]),
                         ("notebook", 33, 20, 128))
        self.assertIn("synthetic digits", start["data"])
        self.assertEqual([e["step"] for e in steps], [1, 10, 20])
        self.assertEqual({e["learning_rate"] for e in steps}, {0.001})
        # N(0, 1) everywhere gives losses of tens of thousands, which fall fast.
        self.assertGreater(steps[0]["loss"], 2e4)
        self.assertLess(steps[2]["loss"], steps[0]["loss"] / 2)
        evals = of_kind(events, "eval")
        self.assertEqual([(e["split"], e["images"], e["step"]) for e in evals],
                         [("test", 256, 20), ("validation", 5000, 20), ("test", 10000, 20)])
        for event in evals:
            right = round(event["accuracy"] * event["images"])
            self.assertIn(f"({right} of {event['images']} images)", outcome.out)
        for event in steps:
            self.assertIn(f"step {event['step']}, minibatch loss {event['loss']:.4f}, "
                          f"training accuracy {event['accuracy']:.3f}", outcome.out)

    def test_modern_recipe_learns_the_built_in_digits(self):
        self.expect_success(run(self.program, "train", "--steps", "30", "--log-every", "1",
                                "--log", self.path("log")))
        events = self.events(self.path("log"))
        self.assertEqual(events[0]["recipe"], "modern")
        steps = of_kind(events, "step")
        self.assertEqual([e["step"] for e in steps], list(range(1, 31)))
        losses = [e["loss"] for e in steps]
        self.assertLess(statistics.fmean(losses[-5:]), 0.8 * statistics.fmean(losses[:5]))
        # One cycle: from peak/25 up to the peak after 30 % of the steps, then down to next to 0.
        rates = [e["learning_rate"] for e in steps]
        self.assertAlmostEqual(rates[0], 0.002 / 25, delta=1e-12)
        self.assertAlmostEqual(rates[8], 0.002, delta=1e-12)
        self.assertEqual(rates[:9], sorted(rates[:9]))
        self.assertEqual(rates[8:], sorted(rates[8:], reverse=True))
        self.assertAlmostEqual(rates[-1], 0.002 / 250_000, delta=1e-12)
        self.assertEqual([e["split"] for e in of_kind(events, "eval")], ["validation", "test"])

    def test_typenet_data(self):
        def data_of(*arguments, data):
            self.expect_success(run(self.program, "train", "--steps", "0", *arguments,
                                    "--log", self.path("log"), data=data))
            return self.events(self.path("log"))[0]["data"]

        self.assertEqual(data_of(data=self.data), "IDX files of " + self.data)
        self.assertEqual(data_of("--data", self.data, data=self.path("nowhere")),
                         "IDX files of " + self.data)
        self.assertIn("synthetic digits", data_of(data=""))

    def test_epochs(self):
        # A quarter of the 600 images that are left to train on: two minibatches, rounded up.
        self.expect_success(run(self.program, "train", "--data", self.data, "--epochs", "0.25",
                                "--threads", "1", "--log", self.path("log"), "--quiet",
                                "--recipe", "notebook"))
        self.assertEqual(self.events(self.path("log"))[0]["steps"], 2)

    def test_describe(self):
        out = self.expect_success(run(self.program, "describe")).out
        rows = [line.split() for line in out.splitlines()]
        numbered = [row[1] for row in rows if row and row[0].isdigit()]
        layers = numbered[:numbered.index("softmax_cross_entropy") + 1]
        self.assertEqual(layers, [
            "input", "conv<32,5>", "relu", "max_pool<2>", "expect<14,14,32>", "conv<64,5>", "relu",
            "max_pool<2>", "expect<7,7,64>", "flatten", "dense<1024>", "relu", "dropout",
            "dense<10>", "softmax_cross_entropy"])
        self.assertEqual(numbered[len(layers):], ["conv1", "conv2", "dense1", "dense2"])
        kernels = [" ".join(row[1:]) for row in rows if row[:1] == ["kernel"]]
        self.assertEqual([words.split(":")[0] for words in kernels],
                         ["direct", "16x16 transforms", "dense, living outputs", "dense"])
        self.assertIn(["all", "3,274,634", "12.5", "MiB", "13,883,904"], rows)
        for name, shape in SHAPES.items():
            self.assertIn([name, "[" + ",".join(map(str, shape)) + "]"], rows)

    def test_threads_are_what_the_system_grants(self):
        train = ("train", "--data", self.data, "--steps", "1")
        start = self.expect_success(run(self.program, *train, "--threads", "2")).out
        self.assertIn(" seed 1, 2 threads, ", start)
        if len(os.sched_getaffinity(0)) < 2:
            self.skipTest("there is one core only")
        before = os.sched_getaffinity(0)
        self.addCleanup(os.sched_setaffinity, 0, before)
        os.sched_setaffinity(0, {min(before)})
        start = self.expect_success(run(self.program, *train)).out
        self.assertIn(" seed 1, 1 thread (the cores that the affinity allows), ", start)
        self.assertIn("threads unless told otherwise: 1, the cores that the affinity allows\n",
                      self.expect_success(run(self.program, "describe")).out)
        found = json.loads(self.expect_success(run(self.program, "describe", "--json")).out)
        self.assertEqual((found["threads"], found["threads_by"]),
                         (1, "the cores that the affinity allows"))

    def test_help_and_version(self):
        out = self.expect_success(run(self.program, "--help")).out
        for words in ("Usage: typenet", "train", "describe", "--version"):
            self.assertIn(words, out)
        out = self.expect_success(run(self.program, "train", "--help")).out
        for flag in ("data DIR", "recipe cifar|modern|notebook", "steps N", "epochs X", "seed N",
                     "threads N", "initial-values he-normal|standard-normal", "keep-prob P", "learning-rate X",
                     "schedule constant|cosine|exponential|one-cycle|step|triangle",
                     "weight-decay X", "l2 X", "momentum X", "nesterov no|yes", "clip-norm X",
                     "average X", "label-smoothing X", "augment LIST", "mean NUMBERS",
                     "deviation NUMBERS", "normalise",
                     "accumulate N", "rank-timeout X", "order sequential|shuffled", "init-from FILE", "checkpoint FILE", "log FILE",
                     "log-every N", "quiet"):
            self.assertIn("--" + flag, out)
        out = self.expect_success(run(self.program, "--version")).out
        self.assertRegex(out, r"\Atypenet \d+\.\d+\.\d+ \(commit \S+, (g|clang)\+\+ .*\)\n\Z")

    @unittest.skipUnless(os.environ.get("TYPENET_DATA"), "TYPENET_DATA is not set")
    def test_notebook_recipe_on_mnist(self):
        folder = os.environ["TYPENET_DATA"]
        self.expect_success(run(self.program, "train", "--recipe", "notebook", "--steps", "10",
                                "--data", folder, "--log", self.path("log")))
        events = self.events(self.path("log"))
        self.assertEqual(events[0]["data"], "IDX files of " + folder)
        # TensorFlow's five runs of the notebook's graph began at 69,638 to 99,365 and stood at
        # 19,950 to 33,459 after ten steps; the page's own at 94,274 and 35,434.
        first, tenth = (e["loss"] for e in of_kind(events, "step"))
        self.assertTrue(50_000 < first < 130_000, first)
        self.assertTrue(14_000 < tenth < 50_000, tenth)
        self.assertEqual([e["images"] for e in of_kind(events, "eval")], [256, 5000, 10000])
