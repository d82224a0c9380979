#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Exported networks on a Cortex-M4 without library, heap or exceptions, beside this machine.

usage: microcontroller_test.py --program TYPENET --cxx CXX

LeNet-5 is trained for a moment on built-in digits; DS-CNN has the weights and inputs of MLPerf Tiny's
reference model where TYPENET_MLPERF names a folder with them, else those of the start. Without a
cross compiler, an emulator or the networks a test is skipped, with a word.
"""

import argparse
import array
import json
import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
BOARD = HERE.parents[1] / "docs" / "microcontroller"
ARM = ["arm-none-eabi-g++", "-mcpu=cortex-m4", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard",
       "-ffreestanding", "-fno-exceptions", "-fno-rtti", "-nostdlib"]
EMULATOR = ["qemu-system-arm", "-machine", "mps2-an386", "-display", "none", "-semihosting", "-kernel"]
IMAGES = 5
MINIBATCH = 128
MOST_CODE = 8 << 10  # with the board's own
MOST_STACK = 512
options = None


def run(*words):
    # What the board says, the emulator writes to standard error.
    done = subprocess.run([str(w) for w in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    if done.returncode:
        raise AssertionError(f"{words}\n{done.stdout[-4000:]}")
    return done.stdout


def tensor(file, name):
    """The numbers of a safetensors file, as lists."""
    data = file.read_bytes()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    facts = json.loads(data[8:start])[name]
    first, last = facts["data_offsets"]
    numbers = array.array("f", data[start + first:start + last])
    size = len(numbers) // facts["shape"][0]
    return [numbers[i:i + size] for i in range(0, len(numbers), size)]


def write_npy(file, kind, shape, numbers):
    facts = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}"
    facts = facts.ljust(117) + "\n"
    file.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(facts)) + facts.encode() +
                     numbers.tobytes())


class answers:
    """What compare.cpp prints."""

    def __init__(self, text):
        *images, memory = text.splitlines()
        self.classes = [int(line.split()[0]) for line in images]
        self.logits = [struct.unpack("<f", struct.pack("<i", int(bits)))[0]
                       for line in images for bits in line.split()[1:]]
        (self.weights, self.workspace, self.flash, self.static,
         self.stack) = map(int, memory.split())


class Microcontroller(unittest.TestCase):
    def setUp(self):
        for program in (ARM[0], EMULATOR[0]):
            if not shutil.which(program):
                self.skipTest(f"there is no {program}")
        folder = tempfile.TemporaryDirectory(prefix="typenet-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.checkpoint = self.folder / "model.safetensors"

    def described(self, network):
        names = json.loads(run(options.program, "describe", "--json"))["networks"]
        if network not in names:
            self.skipTest(f"the program is compiled without {network}")
        return json.loads(run(options.program, "describe", "--network", network, "--json"))

    def answers_of(self, images):
        """Those of the checkpoint, of this machine and of the board."""
        run(options.program, "export", "--checkpoint", self.checkpoint, "--header",
            self.folder / "network.hpp")
        rows = ",\n".join("{" + ", ".join(f"{value.hex()}F" for value in image) + "}"
                          for image in images)
        (self.folder / "images.hpp").write_text(
            f"const float images[{len(images)}][{len(images[0])}] = {{\n{rows}}};\n", "utf-8")
        common = ["-std=c++20", "-O2", "-ffp-contract=off", "-Wall", "-Wextra", "-Werror",
                  f"-I{BOARD}", f"-I{self.folder}", HERE / "compare.cpp"]
        run(options.cxx, *common, HERE / "this_machine.cpp", "-o", self.folder / "here")
        run(*ARM, *common, BOARD / "board.cpp", "-T", BOARD / "board.ld", "-lgcc", "-o",
            self.folder / "there")
        return answers(run(self.folder / "here")), answers(run(*EMULATOR, self.folder / "there"))

    def check(self, network, images):
        facts = self.described(network)["exported_header"]
        here, there = self.answers_of(images)
        print(f"{network}: flash {there.flash}, static memory {there.static}, greatest stack "
              f"{there.stack} bytes")
        self.assertEqual(len(there.classes), len(images))
        self.assertEqual(there.classes, here.classes)
        self.assertGreater(max(map(abs, here.logits)), 0)
        self.assertEqual(there.logits, here.logits)  # to the bit: neither machine fuses products
        self.assertEqual(there.weights, facts["weight_bytes"])
        self.assertEqual(there.workspace, facts["workspace_bytes"])
        self.assertGreater(there.flash, there.weights)
        self.assertLess(there.flash, there.weights + MOST_CODE)
        self.assertEqual(there.static, there.workspace)
        self.assertGreater(there.stack, 4 * len(here.logits) // len(images))
        self.assertLess(there.stack, MOST_STACK)

    def test_lenet5(self):
        self.described("lenet5")
        run(options.program, "train", "--network", "lenet5", "--steps", "50", "--quiet",
            "--checkpoint", self.checkpoint)
        numbers = random.Random(1)
        images = [[numbers.random() * (numbers.random() < 0.3) for _ in range(28 * 28)]
                  for _ in range(IMAGES)]
        self.check("lenet5", images)

    def test_ds_cnn(self):
        self.described("ds_cnn")
        if models := os.environ.get("TYPENET_MLPERF"):
            models = pathlib.Path(models)
            run(options.program, "import", "--network", "ds_cnn", "--weights",
                models / "kws_dscnn.safetensors", "--out", self.checkpoint)
            images = tensor(models / "kws_dscnn.io.safetensors", "inputs")[:IMAGES]
        else:
            numbers = random.Random(1)
            images = [array.array("f", [numbers.uniform(-124, 26) for _ in range(49 * 10)])
                      for _ in range(IMAGES)]
            for part in ("train", "test"):
                write_npy(self.folder / f"{part}.npy", "<f4", (MINIBATCH, 49, 10, 1),
                          array.array("f", [0] * (MINIBATCH * 49 * 10)))
                write_npy(self.folder / f"{part}_labels.npy", "|u1", (MINIBATCH,),
                          array.array("B", [0] * MINIBATCH))
            run(options.program, "train", "--network", "ds_cnn", "--steps", "0", "--data", self.folder,
                "--validation", "0", "--quiet", "--checkpoint", self.checkpoint)
        self.check("ds_cnn", images)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--cxx", required=True)
    options, others = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *others])
