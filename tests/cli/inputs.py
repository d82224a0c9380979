# SPDX-License-Identifier: BSL-1.0
"""How images are changed at random and scaled before the network is given them."""

import json
import math
import os
import random
import shutil
import struct
import tempfile

import files
from asking import png
from program import ProgramTest, run

SIZE = (12, 20, 3)
FACTORS = (2, 1, 4)
DEVIATION = "0.5,1,0.25"  # what makes as much of a byte as FACTORS does, exactly
LIST = "flip,shift=2,reflect,rotate=10,cutout=3"


def dark_images(count, factors):
    """Noise of 0 to 63, by channel times a factor."""
    noise = random.Random(count).randbytes(count * math.prod(SIZE))
    return files.idx((count, *SIZE), bytes(v % 64 * factors[i % 3] for i, v in enumerate(noise)))


def statistics(content):
    """Mean and deviation of each channel of the images that are left to train on."""
    pixels = content[20 + 5000 * math.prod(SIZE):]
    found = []
    for c in range(3):
        values = [v / 255 for v in pixels[c::3]]
        mean = math.fsum(values) / len(values)
        found.append((mean, math.sqrt(math.fsum((v - mean)**2 for v in values) / len(values))))
    return [list(numbers) for numbers in zip(*found)]


class Inputs(ProgramTest):
    @classmethod
    def setUpClass(cls):
        root = tempfile.mkdtemp(prefix="typenet-test-")
        cls.addClassCleanup(shutil.rmtree, root)
        cls.dark = os.path.join(root, "dark")
        cls.bright = os.path.join(root, "bright")
        for folder, factors in ((cls.dark, (1, 1, 1)), (cls.bright, FACTORS)):
            files.write_data(folder, SIZE, 4, rank4=True)
            for part, count in (("train", files.TRAIN), ("t10k", files.TEST)):
                files.write(os.path.join(folder, part + "-images-idx4-ubyte"),
                            dark_images(count, factors))

    def train(self, data, *arguments):
        return run(self.example, "train", "--data", data, *arguments)

    def trained(self, name, data, *arguments):
        model = self.path(name)
        self.expect_success(self.train(data, "--checkpoint", model, *arguments))
        return model

    def tensors(self, model):
        return files.read_safetensors(model)[1]

    def texts(self, model):
        return {key: text for key, text in files.read_safetensors(model)[0].items()
                if key.startswith("input_")}

    def evaluated(self, model, data):
        found = json.loads(self.expect_success(
            run(self.example, "eval", "--checkpoint", model, "--data", data, "--json")).out)
        return found["loss"], found["confusion"]

    def predicted(self, model, factors):
        draw = random.Random(8)
        rows = [[tuple(draw.randrange(64) * f for f in factors) for _ in range(SIZE[1])]
                for _ in range(SIZE[0])]
        picture = files.write(self.path("picture.png"), png(rows, colours=3))
        found = json.loads(self.expect_success(
            run(self.example, "predict", "--checkpoint", model, picture, "--json")).out)
        return found["probabilities"]

    def test_scaled_images_are_those_that_are_so_by_themselves(self):
        how = ("--steps", "4", "--augment", LIST)
        scaled = self.trained("scaled", self.dark, *how, "--deviation", DEVIATION)
        same = self.trained("same", self.bright, *how)
        self.assertEqual(self.tensors(scaled), self.tensors(same))
        self.assertEqual(self.texts(scaled),
                         {"input_values": "bytes", "input_deviation": DEVIATION})
        self.assertEqual(self.texts(same), {"input_values": "bytes"})
        # What is asked afterwards needs no option: the checkpoint says how.
        right = self.evaluated(same, self.bright)
        self.assertEqual(self.evaluated(scaled, self.dark), right)
        self.assertNotEqual(self.evaluated(same, self.dark), right)
        self.assertEqual(self.predicted(scaled, (1, 1, 1)), self.predicted(same, FACTORS))
        self.assertNotEqual(self.predicted(same, (1, 1, 1)), self.predicted(same, FACTORS))

    def test_mean_0_and_deviation_1_are_none(self):
        how = ("--steps", "3", "--augment", "shift=1")
        plain = self.trained("plain", self.dark, *how)
        named = self.trained("named", self.dark, *how, "--mean", "0", "--deviation", "1,1,1")
        self.assertEqual(self.tensors(plain), self.tensors(named))
        # And the recipe shifts by 1.
        self.assertEqual(self.tensors(plain),
                         self.tensors(self.trained("usual", self.dark, "--steps", "3")))
        self.assertNotEqual(self.tensors(plain), self.tensors(
            self.trained("unshifted", self.dark, "--steps", "3", "--augment", "none")))

    def test_normalise_measures_the_training_images(self):
        log, page = self.path("log"), self.path("page.html")
        model = self.path("model")
        out = self.expect_success(self.train(self.bright, "--steps", "2", "--normalise",
                                             "--checkpoint", model, "--log", log,
                                             "--report", page)).out
        texts = self.texts(model)
        found = [[float(n) for n in texts[key].split(",")]
                 for key in ("input_mean", "input_deviation")]
        right = statistics(files.read(os.path.join(self.bright, "train-images-idx4-ubyte")))
        for numbers, others in zip(found, right):
            self.assertEqual(len(numbers), 3)
            for number, other in zip(numbers, others):
                self.assertAlmostEqual(number, other, delta=1e-7)
        words = f"mean {texts['input_mean']}, deviation {texts['input_deviation']}"
        self.assertIn(f"\ninputs: {words}\n", out)
        with open(log, encoding="utf-8") as lines:
            self.assertEqual(json.loads(lines.readline())["inputs"], words)
        self.assertIn(words, files.read(page).decode())
        # The same as with these numbers.
        given = self.trained("given", self.bright, "--steps", "2", "--mean", texts["input_mean"],
                             "--deviation=" + texts["input_deviation"])
        self.assertEqual(self.tensors(model), self.tensors(given))

    def test_a_run_goes_on_with_its_changes_and_its_scaling(self):
        whole = self.path("whole")
        self.expect_success(self.train(self.dark, "--steps", "8", "--normalise", "--augment", LIST,
                                       "--checkpoint", whole, "--checkpoint-every", "3"))
        before = whole + ".1"
        self.assertEqual(files.read_safetensors(before)[0]["step"], "6")
        self.assertEqual(json.loads(files.read_safetensors(before)[0]["settings"])["augment"], LIST)
        for threads in ("1", "2"):
            model = self.path("again" + threads)
            self.expect_success(self.train(self.dark, "--resume", before, "--checkpoint", model,
                                           "--threads", threads))
            self.assertEqual(files.read(model), files.read(whole))

    def test_parameters_from_a_file_keep_their_scaling(self):
        model = self.trained("model", self.dark, "--steps", "2", "--mean", "0.125,0.25,0.5",
                             "--deviation", "0.25")
        texts = self.texts(model)
        for agreeing in ([], ["--mean", "0.125,0.25,0.5"], ["--deviation", "0.25,0.25,0.25"]):
            other = self.trained("other", self.dark, "--steps", "0", "--init-from", model, *agreeing)
            self.assertEqual(self.texts(other), texts)
        for contradiction, found in ((["--mean", "0.5"], "mean 0.5, deviation 0.25"),
                                     (["--deviation", "1"], "mean 0.125,0.25,0.5, deviation 1"),
                                     (["--normalise"], "--normalise")):
            self.expect_failure(
                self.train(self.dark, "--steps", "0", "--init-from", model, *contradiction), 1,
                f"checkpoint {model}: expected the inputs that the network was trained on, mean "
                f"0.125,0.25,0.5, deviation 0.25, found {found}")
        # Of typenet's own that say nothing, images were as they are.
        metadata, tensors = files.read_safetensors(model)
        bare = {name: (shape, values) for name, (_, shape, values) in tensors.items()
                if not name.startswith("moment")}
        self.assertEqual(metadata["input_values"], "bytes")
        plain = self.trained("plain", self.dark, "--steps", "0")
        self.expect_failure(
            self.train(self.dark, "--steps", "0", "--init-from", plain, "--normalise"), 1,
            "was trained on, mean 0, deviation 1, found --normalise")
        # Of a file from elsewhere nobody knows.
        bare = files.write(self.path("bare"), files.safetensors(bare))
        other = self.trained("other", self.dark, "--steps", "0", "--init-from", bare, "--mean",
                             "0.5")
        self.assertEqual(self.texts(other), {"input_values": "bytes", "input_mean": "0.5"})

    def test_a_network_that_was_trained_on_floats_takes_no_pictures(self):
        model = self.trained("model", self.dark, "--steps", "0")
        content = files.read(model)
        (length,) = struct.unpack("<Q", content[:8])
        header = json.loads(content[8:8 + length])
        header["__metadata__"] = {"input_values": "floats"}
        text = json.dumps(header).encode()
        files.write(model, struct.pack("<Q", len(text)) + text + content[8 + length:])
        words = (f"checkpoint {model}: expected images of floats as the network was trained on, "
                 "found images of bytes")
        self.expect_failure(run(self.example, "eval", "--checkpoint", model, "--data", self.dark),
                            1, words)
        self.expect_failure(run(self.example, "predict", "--checkpoint", model, "x.png"), 1, words)
        self.expect_failure(self.train(self.dark, "--steps", "1", "--init-from", model), 1, words)
