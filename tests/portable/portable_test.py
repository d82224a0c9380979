#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""A portable program: portable_test.py --program PATH --objects DIR --tools NM OBJDUMP.

It must run at each level of x86-64 that this machine has, pick the highest by itself, and end a run
with the same bits at v3 and at v4. What a machine lacks is skipped, with a word.
"""

import argparse
import hashlib
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import files  # noqa: E402  pylint: disable=wrong-import-position

LEVELS = ("v2", "v3", "v4")
NAMES = {"v2": "SSE without fused multiply-add (last digits differ)", "v3": "AVX2", "v4": "AVX-512"}
options = None


def run(level, *arguments):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TYPENET_")}
    if level is not None:
        environment["TYPENET_TARGET"] = level
    return subprocess.run([options.program, *arguments], env=environment, capture_output=True,
                          text=True, timeout=500, check=False)


class Portable(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.levels = [level for level in LEVELS if run(level, "describe").returncode == 0]
        cls.folder = tempfile.TemporaryDirectory(prefix="typenet-test-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.data = files.write_data(os.path.join(cls.folder.name, "data"), (28, 28), 10)

    def parameters_after(self, level, steps, seed=5):
        """A digest of the trained values."""
        model = os.path.join(self.folder.name, f"{level}-{steps}-{seed}")
        done = run(level, "train", "--data", self.data, "--steps", str(steps), "--seed", str(seed),
                   "--checkpoint", model)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f", {NAMES[level]}\n", done.stdout)
        content = files.read(model)
        (header,) = struct.unpack("<Q", content[:8])
        return hashlib.sha256(content[8 + header:]).hexdigest()

    def test_runs_at_every_level_that_the_machine_has(self):
        self.assertIn("v2", self.levels)
        for level in self.levels:
            with self.subTest(level):
                self.assertIn(f"compiled for {NAMES[level]}\n", run(level, "describe").stdout)

    def test_picks_the_highest(self):
        self.assertIn(f"compiled for {NAMES[self.levels[-1]]}\n", run(None, "describe").stdout)

    def test_v2_trains(self):
        self.parameters_after("v2", 2)

    def test_v3_and_v4_end_with_the_same_bits(self):
        if "v4" not in self.levels:
            self.skipTest("this machine cannot run v4")
        v4 = self.parameters_after("v4", 50)
        self.assertEqual(self.parameters_after("v3", 50), v4)
        self.assertNotEqual(self.parameters_after("v4", 50, seed=6), v4)

    def test_another_level_is_an_error(self):
        done = run("v5", "describe")
        self.assertEqual((done.returncode, done.stdout, done.stderr),
                         (2, "", "error: TYPENET_TARGET is 'v5': expected v2, v3 or v4\n"))

    def test_a_level_that_the_machine_lacks_is_an_error(self):
        lacking = [level for level in LEVELS if level not in self.levels]
        if not lacking:
            self.skipTest("this machine has all levels")
        done = run(lacking[0], "describe")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr, f"error: TYPENET_TARGET is {lacking[0]}, which this machine "
                         f"cannot run: expected one of {', '.join(reversed(self.levels))}\n")

    def test_levels_share_nothing(self):
        """One name that two levels define, or code that runs before a level is picked, could bring
        instructions that the machine lacks."""
        nm, objdump = options.tools
        for level in LEVELS:
            isolated = os.path.join(options.objects, f"typenet_portable_{level}.o")
            defined = subprocess.run([nm, "--extern-only", "--defined-only", "--format=just-symbols",
                                      isolated], capture_output=True, text=True, check=True).stdout
            self.assertEqual(defined.split(), [f"typenet_main_{level}"])
            sections = subprocess.run([objdump, "-h", isolated], capture_output=True, text=True,
                                      check=True).stdout
            self.assertIn(".text", sections)
            self.assertNotIn(".init_array", sections)
            self.assertNotIn(".ctors", sections)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--objects", required=True)
    parser.add_argument("--tools", nargs=2, required=True)
    options, others = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *others])
