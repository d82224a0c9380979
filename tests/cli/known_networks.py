# SPDX-License-Identifier: BSL-1.0
"""Networks that typenet comes with, trained for some steps: the same bits for any number of threads,
and for a run that goes on, with running statistics and an average of the weights. A program that is
compiled without one of them skips it."""

import json

import files
from program import ProgramTest, run

STEPS = 4


class KnownNetworks(ProgramTest):
    def expect_same_bits(self, network, shape, classes=None):
        described = self.expect_success(run(self.program, "describe", "--json")).out
        if network not in json.loads(described)["networks"]:
            self.skipTest(f"the program is compiled without {network}")
        folder = files.write_arrays(self.path("data"), shape, classes)

        def train(name, *options):
            model = self.path(name)
            self.expect_success(run(self.program, "train", "--data", folder, "--validation", "0",
                                    "--checkpoint", model, *options))
            return files.read(model)

        new = ("--network", network, "--steps", str(STEPS), "--average", "0.5",
               "--checkpoint-every", str(STEPS // 2), "--keep-last", "2")
        whole = train("whole", *new, "--threads", "1")
        self.assertEqual(train("threads", *new, "--threads", "3"), whole)
        half = self.path("whole.1")
        self.assertEqual(files.read_safetensors(half)[0]["step"], str(STEPS // 2))
        self.assertEqual(train("resumed", "--resume", half, "--threads", "2"), whole)

    def test_resnet8(self):
        self.expect_same_bits("resnet8", (32, 32, 3), classes=10)

    def test_ds_cnn(self):
        self.expect_same_bits("ds_cnn", (49, 10), classes=12)

    def test_autoencoder(self):
        self.expect_same_bits("autoencoder", (640,))
