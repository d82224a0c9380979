# SPDX-License-Identifier: BSL-1.0
"""A user's own network (tests/example/own_network.cpp) with typenet's command line."""

import json
import os
import shutil
import tempfile

import files
from program import ProgramTest, run

SHAPES = {"conv1.weights": [3, 3, 3, 8], "conv1.biases": [8],
          "conv2.weights": [3, 3, 8, 12], "conv2.biases": [12],
          "dense1.weights": [384, 24], "dense1.biases": [24],
          "dense2.weights": [24, 4], "dense2.biases": [4]}


class OwnNetwork(ProgramTest):
    @classmethod
    def setUpClass(cls):
        root = tempfile.mkdtemp(prefix="typenet-test-")
        cls.addClassCleanup(shutil.rmtree, root)
        cls.data = files.write_data(os.path.join(root, "data"), (12, 20, 3), 4, rank4=True)

    def train(self, *arguments):
        return run(self.example, "train", *arguments)

    def test_it_learns_the_built_in_digits_in_its_own_size(self):
        outcome = self.expect_success(self.train("--steps", "60", "--log-every", "1", "--log",
                                                 self.path("log")))
        self.assertIn("data: built-in synthetic digits", outcome.out)
        with open(self.path("log"), encoding="utf-8") as log:
            events = [json.loads(line) for line in log]
        losses = [e["loss"] for e in events if e["event"] == "step"]
        self.assertLess(sum(losses[-5:]), 0.75 * sum(losses[:5]))
        accuracies = [e["accuracy"] for e in events if e["event"] == "eval"]
        self.assertGreater(min(accuracies), 0.6)  # of four classes

    def test_it_trains_on_idx_files_of_rank_4(self):
        found = []
        for threads in ("1", "2"):
            outcome = self.expect_success(self.train(
                "--data", self.data, "--steps", "5", "--threads", threads,
                "--checkpoint", self.path("model" + threads)))
            self.assertIn("data: IDX files of " + self.data, outcome.out)
            self.assertIn(f" of {files.TEST} images), loss ", outcome.out)
            found.append(files.read(self.path("model" + threads)))
        self.assertEqual(found[0], found[1])
        tensors = files.read_safetensors(self.path("model1"))[1]
        self.assertEqual({name: tensors[name][1] for name in SHAPES}, SHAPES)

    def test_each_program_refuses_the_checkpoint_of_the_other(self):
        main_data = files.write_data(self.path("main data"), (28, 28), 10)
        mine, theirs = self.path("mine"), self.path("theirs")
        self.expect_success(self.train("--data", self.data, "--steps", "0", "--checkpoint", mine))
        self.expect_success(run(self.program, "train", "--data", main_data, "--steps", "0",
                                "--checkpoint", theirs))
        self.expect_failure(
            self.train("--data", self.data, "--steps", "1", "--init-from", theirs), 1,
            f"checkpoint {theirs} is of another network: "
            "expected conv1.weights [3,3,3,8], found conv1.weights [5,5,1,32]")
        self.expect_failure(
            run(self.program, "train", "--data", main_data, "--steps", "1", "--init-from", mine), 1,
            f"checkpoint {mine} is of another network: "
            "expected conv1.weights [5,5,1,32], found conv1.weights [3,3,3,8]")

    def test_it_refuses_data_of_another_network(self):
        labels = "train-labels-idx1-ubyte"
        images = "train-images-idx4-ubyte"
        for what, name, content, words in (
                ("a class too many", labels, files.labels(files.TRAIN, 5),
                 "expected labels below 4, found 4 as label number 4"),
                ("images without channels", images, files.images(files.TRAIN, 12, 20),
                 "expected an array of rank 4, found rank 3"),
                ("height for width", images, files.images(files.TRAIN, 20, 12, 3),
                 "expected images of 12 x 20 x 3, found 20 x 12 x 3")):
            with self.subTest(what):
                folder = files.changed_data(self.path(what), self.data, {name: content})
                self.expect_failure(self.train("--data", folder, "--steps", "0"), 1,
                                    os.path.join(folder, name), words)

    def test_it_has_the_whole_command_line(self):
        own_name = os.path.basename(self.example)
        out = self.expect_success(run(self.example, "train", "--help")).out
        self.assertIn(f"Usage: {own_name} train", out)
        self.expect_failure(self.train("--frobnicate"), 2,
                            f"a flag of {own_name} train", f"see {own_name} train --help")
        rows = [line.split() for line in
                self.expect_success(run(self.example, "describe")).out.splitlines()]
        numbered = [row[1] for row in rows if row and row[0].isdigit()]
        layers = numbered[:numbered.index("softmax_cross_entropy") + 1]
        self.assertEqual(layers, [
            "input", "conv<8,3>", "relu", "max_pool<2>", "expect<6,10,8>", "conv<12,3,1,valid>",
            "relu", "flatten", "dense<24>", "relu", "dropout", "dense<4>", "softmax_cross_entropy"])
        # 224 + 876 + 9,240 + 100 parameters; 51,840 + 27,648 + 9,216 + 96 multiply-adds.
        totals = next(row for row in rows if row and row[0] == "all")
        self.assertEqual((totals[1], totals[-1]), ("10,440", "88,800"))
