#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Weights of other programs, imported by typenet's.

usage: import_test.py --networks PATH --program PATH [--torch-python PYTHON]

`networks` is networks.cpp, whose models make_models.py has made. `program` is typenet itself: it
imports the reference models of MLPerf Tiny, where TYPENET_MLPERF names the folder that has them as
safetensors files, beside folders cifar10 and kws with a thousand inputs each. The lines of
docs/import.md are run by the Python, or by that of TYPENET_TORCH_PYTHON, where it has their packages.
"""

import argparse
import json
import lzma
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import unittest
from array import array

HERE = pathlib.Path(__file__).resolve().parent
options = None


def read(path):
    """(metadata, {name: (dtype, shape, bytes)})."""
    content = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8:8 + length])
    metadata = header.pop("__metadata__", {})
    body = content[8 + length:]
    return metadata, {name: (t["dtype"], t["shape"], body[slice(*t["data_offsets"])])
                      for name, t in header.items()}


def write(path, tensors, metadata=None):
    header, body = {"__metadata__": metadata or {}}, []
    at = 0
    for name, (dtype, shape, values) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [at, at + len(values)]}
        body.append(values)
        at += len(values)
    text = json.dumps(header).encode()
    pathlib.Path(path).write_bytes(struct.pack("<Q", len(text)) + text + b"".join(body))


def floats(values):
    return array("f", values)


class ImportTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="typenet-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_program(self, program, *words):
        environment = {k: v for k, v in os.environ.items() if k != "TYPENET_DATA"}
        return subprocess.run([str(program), *map(str, words)], capture_output=True, text=True,
                              check=False, env=environment)

    def expect_success(self, done):
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout


class SmallModels(ImportTest):
    def import_model(self, network, weights, *words):
        return self.run_program(options.networks, "import", "--network", network, "--weights",
                                weights, "--out", self.folder / "model", *words)

    def test_pytorch_in_three_types(self):
        for kind in ("f32", "f16", "bf16"):
            with self.subTest(kind):
                out = self.expect_success(self.import_model(
                    "pytorch", HERE / f"pytorch_{kind}.safetensors", "--check",
                    HERE / f"pytorch_{kind}.io.safetensors", "--tolerance", "1e-5", "--epsilon",
                    "1e-5"))
                self.assertRegex(out, r"conv1\.weights +\[3,3,3,4\] +stem\.weight +\[4,3,3,3\]")
                self.assertRegex(out, r"depthwise_conv1\.weights +\[3,3,4,1\] +depthwise\.weight")
                self.assertRegex(out, r"conv3\.biases +\[4\] +none")
                self.assertIn("layout: PyTorch's, told by the shapes of its tensors\n", out)
                self.assertIn("left out of the names: _orig_mod. and module.\n", out)
                self.assertRegex(out, r"passed over: \S+\.num_batches_tracked and 1 more\n")
                self.assertIn("epsilon: 1e-05\n", out)
                self.assertRegex(out, r"checked on 6 inputs: .*; 6 answers of 6 the same\n")

    def test_keras(self):
        out = self.expect_success(self.import_model(
            "keras", HERE / "keras.safetensors", "--check", HERE / "keras.io.safetensors",
            "--tolerance", "1e-5"))
        self.assertIn("layout: Keras', told by the shapes of its tensors\n", out)
        self.assertIn("layers of one shape: told by the file's metadata\n", out)
        metadata, tensors = read(self.folder / "model")
        self.assertEqual(metadata["network"], "keras")
        self.assertEqual(metadata["imported_from"], "keras.safetensors")
        _, there = read(HERE / "keras.safetensors")
        self.assertEqual(tensors["conv2.weights"], there["conv2d_1/kernel"])
        self.assertEqual(tensors["batch_norm3.variance"],
                         there["batch_normalization_2/moving_variance"])
        # A run starts from it, without a step.
        self.expect_success(self.run_program(options.networks, "describe", "--network", "keras"))

    def test_another_epsilon_gives_the_same_answers(self):
        _, tensors = read(HERE / "keras.safetensors")
        for name, (dtype, shape, values) in tensors.items():
            if name.endswith("moving_variance"):
                moved = floats(v + 0.001 - 0.1 for v in floats(values))
                tensors[name] = (dtype, shape, moved.tobytes())
        write(self.folder / "other", tensors)
        out = self.expect_success(self.import_model(
            "keras", self.folder / "other", "--check", HERE / "keras.io.safetensors", "--epsilon",
            "0.1", "--tolerance", "1e-5"))
        self.assertIn("epsilon: the file's is 0.1, the network's 0.001: variances are moved", out)

    def test_inputs_of_another_range(self):
        self.expect_success(self.import_model(
            "keras", HERE / "keras.safetensors", "--scale-inputs", "255", "--mean", "127.5,0,51"))
        metadata, _ = read(self.folder / "model")
        self.assertEqual(metadata["input_mean"], "0.5,0,0.2")
        self.assertEqual(float(metadata["input_deviation"]), 1 / 255)
        self.assertEqual(metadata["input_values"], "bytes")

    def expect_refusal(self, done, code, sentence):
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        first, _, _ = done.stderr.partition("\n")
        self.assertIn(sentence, first)
        self.assertFalse((self.folder / "model").exists())

    def test_refusals_write_nothing(self):
        keras, check = HERE / "keras.safetensors", HERE / "keras.io.safetensors"
        _, io = read(check)
        wrong = floats(io["outputs"][2])
        wrong[4] += 0.1
        for name, changed in (
                ("wrong", {"outputs": ("F32", [6, 3], wrong.tobytes())}),
                ("first", {"inputs": ("F32", [6, 3, 6, 8], io["inputs"][2])}),
                ("lacks", {"outputs": None}),
                ("softmax", {"outputs": ("F32", [6, 3], floats([0.25, 0.5, 0.25] * 6).tobytes())})):
            tensors = {k: v for k, v in {**io, **changed}.items() if v}
            write(self.folder / name, tensors)
        for words, code, sentence in (
                (("--check", self.folder / "wrong"), 1,
                 "expected outputs that differ by at most 0.0001 of the largest, found a largest "
                 "difference of 0.1"),
                (("--check", self.folder / "first"), 1,
                 "expected inputs [n,6,8,3], found [6,3,6,8]; save them as n, H, W, C"),
                (("--check", self.folder / "lacks"), 1,
                 "expected a tensor outputs [n,3], found none of that name"),
                (("--check", self.folder / "softmax"), 1,
                 "expected outputs before the softmax, found probabilities"),
                (("--layout", "pytorch"), 1, "is of another network: missing conv1.weights [4,3,3,3]"),
                (("--map", "conv2d"), 2, "--map: expected NAME=LAYER, such as stem=conv1"),
                (("--mean", "1,2"), 2, "--mean: expected one number or one for each of 3 channels"),
                (("--epsilon", "0"), 2, "--epsilon: expected a number above 0")):
            with self.subTest(words):
                self.expect_refusal(self.import_model("keras", keras, *words), code, sentence)
        self.expect_refusal(self.import_model("pytorch", keras), 1, "is of another network")
        self.expect_refusal(self.import_model("keras", self.folder / "nothing"), 1,
                            "cannot read weights")
        self.expect_refusal(
            self.run_program(options.networks, "import", "--weights", self.folder / "lacks",
                             "--out", self.folder / "lacks"), 2,
            "expected a file of its own, found")

    def test_usage(self):
        self.expect_refusal(self.run_program(options.networks, "import", "--out", "model"), 2,
                            "--weights: expected a file, found none")
        self.expect_refusal(
            self.run_program(options.networks, "import", "--weights", HERE / "keras.safetensors"), 2,
            "--out: expected a file, found none")


class DocumentedLines(ImportTest):
    """What docs/import.md saves, for the network that the program has first."""

    def test_them(self):
        page = (HERE.parents[1] / "docs" / "import.md").read_text("utf-8")
        snippets = re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
        (command,) = re.findall(r"^```sh\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
        self.assertEqual(len(snippets), 2)
        for snippet, whose in zip(snippets, ("PyTorch's", "Keras'")):
            with self.subTest(whose):
                (self.folder / "snippet.py").write_text(snippet, "utf-8")
                done = subprocess.run(
                    [options.torch_python, "snippet.py"], cwd=self.folder, capture_output=True,
                    text=True, check=False, env={**os.environ, "KERAS_BACKEND": "torch"})
                if "ModuleNotFoundError" in done.stderr:
                    self.skipTest(done.stderr.splitlines()[-1])
                self.assertEqual(done.returncode, 0, done.stderr)
                name, *words = command.split()
                self.assertEqual(name, "typenet")
                done = subprocess.run([options.program, *words], cwd=self.folder, check=False,
                                      capture_output=True, text=True)
                out = self.expect_success(done)
                self.assertIn(f"layout: {whose}, told by", out)
                self.assertIn("; 16 answers of 16 the same", out)


# typenet's names of the networks, and those of the files.
MODELS = {"resnet8": "resnet8", "ds_cnn": "kws_dscnn", "mobilenet_v1": "vww_mobilenetv1",
          "autoencoder": "ad_autoencoder"}


@unittest.skipUnless(os.environ.get("TYPENET_MLPERF"), "TYPENET_MLPERF is not set")
class ReferenceModels(ImportTest):
    """MLPerf Tiny's: their outputs to 1e-4 of the largest, which is what --check asks for."""

    def setUp(self):
        super().setUp()
        self.models = pathlib.Path(os.environ["TYPENET_MLPERF"])

    def file(self, network, ending=""):
        return self.models / f"{MODELS[network]}{ending}.safetensors"

    def import_model(self, network, check, *words):
        described = self.expect_success(self.run_program(options.program, "describe", "--json"))
        if network not in json.loads(described)["networks"]:
            self.skipTest(f"the program is compiled without {network}")
        return self.expect_success(self.run_program(
            options.program, "import", "--network", network, "--weights", self.file(network),
            "--check", check, "--out", self.folder / "model", *words))

    def check_thousand(self, network, inputs, labels, right):
        """All answers are the reference's, `right` of which are right."""
        _, io = read(self.file(network, ".io"))
        _, (_, classes), logits = io["logits_1000"]
        scores = floats(logits)
        answers = [max(range(classes), key=lambda c, i=i: scores[i * classes + c])
                   for i in range(1000)]
        self.assertEqual(sum(a == b for a, b in zip(answers, labels)), right)
        check = self.folder / "thousand"
        write(check, {"inputs": inputs, "outputs": io["logits_1000"]})
        self.assertIn("; 1000 answers of 1000 the same\n",
                      self.import_model(network, check, "--scale-inputs", "255"))

    def test_their_outputs(self):
        for network in MODELS:
            with self.subTest(network):
                self.assertIn("checked on 16 inputs: ",
                              self.import_model(network, self.file(network, ".io")))

    def test_resnet8_on_a_thousand_images(self):
        cifar = self.models.parent / "cifar10"
        records = lzma.decompress((cifar / "test_batch_first_1000.bin.xz").read_bytes())
        pixels = array("f")
        for at in range(0, len(records), 3073):
            image = records[at + 1:at + 3073]  # channel, y, x
            pixels.extend(image[c * 1024 + p] for p in range(1024) for c in range(3))
        self.check_thousand("resnet8", ("F32", [1000, 32, 32, 3], pixels.tobytes()),
                            records[::3073], 881)
        # The checkpoint says that pixels go to 255 there.
        out = self.expect_success(self.run_program(
            options.program, "eval", "--checkpoint", self.folder / "model", "--data", cifar,
            "--json"))
        self.assertEqual(json.loads(out)["accuracy"], 0.881)

    def test_ds_cnn_on_a_thousand_sounds(self):
        kws = self.models.parent / "kws"
        _, io = read(self.file("ds_cnn", ".io"))
        (scale,) = floats(io["input_scale"][2])
        (zero,) = array("i", io["input_zero_point"][2])
        values = floats((q - zero) * scale
                        for q in array("b", (kws / "kws01_1000x49x10.i8").read_bytes()))
        self.check_thousand("ds_cnn", ("F32", [1000, 49, 10, 1], values.tobytes()),
                            (kws / "kws01_labels.u8").read_bytes(), 913)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--networks", required=True, type=os.path.abspath)
    parser.add_argument("--program", required=True, type=os.path.abspath)
    parser.add_argument("--torch-python",
                        default=os.environ.get("TYPENET_TORCH_PYTHON") or sys.executable)
    options, others = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *others])
