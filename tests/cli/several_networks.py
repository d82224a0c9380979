# SPDX-License-Identifier: BSL-1.0
"""A program with several networks (tests/example/several_networks.cpp): which one is meant, and what
is told of those that are no classifiers."""

import json
import os
import random
import struct

import files
from asking import png
from program import ProgramTest, run

SIDE = 8


def floats(numbers):
    return struct.pack(f"<{len(numbers)}f", *numbers)


class SeveralNetworks(ProgramTest):
    def run_it(self, *arguments):
        return run(self.several, *arguments)

    def events(self, path):
        with open(path, encoding="utf-8") as log:
            return [json.loads(line) for line in log]

    def spots(self, *parts):
        """Images of one bright spot, its place as two numbers, and whether it is twice as bright."""
        folder = self.path("spots")
        os.mkdir(folder)
        for part, count in (("train", 400), ("test", 60)):
            rng = random.Random(count)
            images, targets, labels = [], [], []
            for i in range(count):
                y, x = rng.randrange(SIDE), rng.randrange(SIDE)
                labels.append(i % 3 // 2 if part == "test" else 0)
                image = [0.0] * (SIDE * SIDE)
                image[y * SIDE + x] = 1.0 + labels[-1]
                images += image
                targets += [y / SIDE, x / SIDE]
            files.write(os.path.join(folder, part + ".npy"),
                        files.npy((count, SIDE, SIDE), floats(images), "<f4"))
            if "targets" in parts:
                files.write(os.path.join(folder, part + "_targets.npy"),
                            files.npy((count, 2), floats(targets), "<f4"))
            if "labels" in parts:
                files.write(os.path.join(folder, part + "_labels.npy"),
                            files.npy((count,), bytes(labels)))
        return folder

    def test_they_are_described(self):
        out = self.expect_success(self.run_it("describe")).out
        self.assertIn("conv<4,3>", out)
        rows = [line.split() for line in out.split("networks of this program")[1].splitlines()[1:]]
        self.assertEqual([row[0] for row in rows], ["signs", "squeeze", "place"])
        self.assertEqual([row[-1] for row in rows], ["sgd", "adam", "adam"])
        told = json.loads(self.expect_success(
            self.run_it("describe", "--network", "place", "--json")).out)
        self.assertEqual((told["network"], told["networks"]),
                         ("place", ["signs", "squeeze", "place"]))
        self.assertEqual((told["loss"], told["output"], told["trainer"]["batch"]),
                         ("mean_squared_error", "2 values", 16))
        self.assertNotIn("classes", told)
        self.expect_failure(self.run_it("describe", "--network", "sign"), 2,
                            "--network: expected signs or squeeze or place, found 'sign'")

    def test_the_first_is_meant_and_a_checkpoint_knows_its_own(self):
        model, log = self.path("model"), self.path("log")
        self.expect_success(self.run_it("train", "--steps", "3", "--checkpoint", model))
        metadata = files.read_safetensors(model)[0]
        self.assertEqual((metadata["network"], metadata["batch"]), ("signs", "16"))
        self.expect_success(self.run_it("train", "--network", "squeeze", "--steps", "3",
                                        "--checkpoint", model, "--log", log))
        self.assertEqual(files.read_safetensors(model)[0]["network"], "squeeze")
        self.assertRegex(self.expect_success(self.run_it("eval", "--checkpoint", model)).out,
                         r"\Atest loss \d+\.\d+ \(10000 images\), mean absolute error 0\.\d+\n")
        out = self.expect_success(self.run_it("train", "--resume", model, "--log", log)).out
        self.assertIn("going on after step 3", out)
        self.expect_failure(
            self.run_it("train", "--resume", model, "--network", "squeeze"), 2,
            "--network: expected none beside --resume, whose file knows it, found one")
        # The only network of another program has no name, and is told to be another.
        self.expect_failure(run(self.example, "eval", "--checkpoint", model), 1,
                            "is of another network")
        self.expect_failure(run(self.program, "eval", "--checkpoint", model), 1,
                            "expected a network that this program was compiled with, digits",
                            "found squeeze")

    def test_an_autoencoder_tells_what_fits_it(self):
        data, model = self.spots("labels"), self.path("model")
        log, page = self.path("log"), self.path("page")
        outcome = self.expect_success(self.run_it(
            "train", "--network", "squeeze", "--data", data, "--steps", "200", "--log-every", "1",
            "--checkpoint", model, "--log", log, "--report", page))
        self.assertNotIn("accuracy", outcome.out)
        self.assertRegex(outcome.out, r"\nstep +1 of 200, epoch 0\.\d+, loss \d\.\d+, learning")
        self.assertRegex(outcome.out, r"\ntest loss \d\.\d{4} \(60 images\)\n")
        events = self.events(log)
        self.assertFalse([e for e in events if "accuracy" in e])
        losses = [e["loss"] for e in events if e["event"] == "step"]
        self.assertLess(sum(losses[-10:]), 0.7 * sum(losses[:10]))
        told = json.loads(self.expect_success(
            self.run_it("eval", "--checkpoint", model, "--data", data, "--json")).out)
        self.assertEqual(told["images"], 60)
        # What is twice as bright as all that was learned from is reconstructed worse.
        self.assertEqual(told["area_under_curve"], 1)
        worst = [one["loss"] for one in told["worst"]]
        self.assertEqual(worst, sorted(worst, reverse=True))
        self.assertTrue(all(one["image"] % 3 == 2 for one in told["worst"]))
        text = self.expect_success(self.run_it("eval", "--checkpoint", model, "--data", data)).out
        self.assertRegex(text, r"\Atest loss \d\.\d{4} \(60 images\), mean absolute error "
                               r"0\.\d{4}, area under the curve 1\.0000\n\nthe worst "
                               r"reconstructions\n +image +loss\n")
        again = self.path("again")
        self.expect_success(self.run_it("report", "--checkpoint", model, "--data", data, "--log",
                                        log, "--out", again))
        for path in (page, again):
            html = files.read(path).decode()
            self.assertIn("<h2>The worst reconstructions</h2>", html)
            self.assertIn('<dd id="area_under_curve">1.0000</dd>', html)
            self.assertNotRegex(html, "(?i)accuracy|confusion<|calibration")

    def test_a_regression_learns_its_targets(self):
        data, model = self.spots("targets"), self.path("model")
        outcome = self.expect_success(self.run_it(
            "train", "--network", "place", "--data", data, "--steps", "400", "--learning-rate",
            "0.01", "--checkpoint", model))
        self.assertNotIn("accuracy", outcome.out)
        text = self.expect_success(self.run_it("eval", "--checkpoint", model, "--data", data)).out
        self.assertIn("\nthe largest losses\n", text)
        self.assertNotIn("curve", text)
        error = float(text.split("mean absolute error ")[1].split()[0])
        self.assertLess(error, 0.1)  # guessing the middle is off by 0.25
        self.expect_failure(
            self.run_it("train", "--network", "place", "--data", self.spots_without_targets()), 1,
            "expected targets of 2 values for each image")

    def spots_without_targets(self):
        folder = self.path("others")
        os.mkdir(folder)
        for part in ("train", "test"):
            files.write(os.path.join(folder, part + ".npy"),
                        files.npy((40, SIDE, SIDE), floats([0.5] * 40 * SIDE * SIDE), "<f4"))
        return folder

    def test_pictures_have_outputs(self):
        model, picture = self.path("model"), self.path("picture.png")
        files.write(picture, png([[255] * SIDE] * 3 + [[255, 255, 0, 0, 0, 0, 255, 255]] * 2 + [[255] * SIDE] * 3))
        self.expect_success(self.run_it("train", "--network", "squeeze", "--steps", "1",
                                        "--checkpoint", model))
        self.assertRegex(
            self.expect_success(self.run_it("predict", "--checkpoint", model, picture)).out,
            r"\A\S+: reconstructed with a mean absolute error of \d\.\d{4}\n\Z")
        told = json.loads(self.expect_success(
            self.run_it("predict", "--checkpoint", model, "--json", picture)).out)
        self.assertEqual((told["file"], len(told["outputs"])), (picture, SIDE * SIDE))
