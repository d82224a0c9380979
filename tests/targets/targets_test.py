#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Machines that this one is not, by cross compilers and emulators.

usage: targets_test.py --cxx CXX --libraries DIR [DIR]

`libraries` are the folders where Boost.Hana and Highway stand. What has no compiler or emulator here
is skipped, with a word.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE = HERE.parents[1] / "include"
AARCH64 = "aarch64-linux-gnu-g++"
ARM = "arm-none-eabi-g++"
CLANG = "clang++-19"
options = None


def run(*words):
    return subprocess.run([str(w) for w in words], capture_output=True, text=True, check=False)


class Targets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="typenet-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        # The two libraries alone: no other header of this machine may stand in for the target's.
        cls.libraries = cls.folder / "libraries"
        cls.libraries.mkdir()
        for name in ("boost", "hwy"):
            (place,) = [p for p in {pathlib.Path(d) / name for d in options.libraries} if p.is_dir()]
            (cls.libraries / name).symlink_to(place)

    def need(self, *programs):
        for program in programs:
            if not shutil.which(program):
                self.skipTest(f"there is no {program}")

    def compile(self, *words):
        done = run(*words, "-std=c++20", "-ffp-contract=off", "-I", INCLUDE, "-isystem",
                   self.libraries)
        self.assertEqual(done.returncode, 0, done.stderr[:3000])

    def digests(self, name, compiler, *flags, emulator=()):
        program = self.folder / name
        self.compile(compiler, *flags, "-O2", "-pthread", HERE / "digest.cpp", "-o", program)
        done = run(*emulator, program)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_aarch64_gives_the_same_bits(self):
        self.need(AARCH64, "qemu-aarch64")
        here = self.digests("native", options.cxx, "-march=native")
        # Otherwise less was compared than it seems.
        self.assertRegex(here, "^direct\n16x16 transforms\ndense, living outputs\ndense\n")
        normal, faint = here.splitlines()[-2:]
        self.assertNotEqual(normal, faint)
        # A Raspberry Pi 4 has no instructions for cryptography, most other processors have them;
        # servers have wider vectors too.
        for machine in ("armv8-a", "armv8-a+crypto", "armv8.2-a+sve"):
            with self.subTest(machine):
                self.assertEqual(self.digests(machine, AARCH64, f"-march={machine}", "-static",
                                              emulator=["qemu-aarch64"]), here)

    def compile_for_32_bits(self, *words):
        self.compile(*words, "-fno-exceptions", "-fno-rtti", "-Wall", "-Wextra", "-Werror", "-O1",
                     "-c", HERE / "small.cpp", "-o", self.folder / "small.o")

    def newlib(self):
        """Folders of a C++ library for bare machines, which the Arm compiler has beside its own."""
        self.need(ARM)
        said = run(ARM, "-E", "-v", "-x", "c++", "/dev/null").stderr
        listing = said.split("#include <...> search starts here:")[1].split("End of search list")[0]
        folders = [pathlib.Path(folder).resolve() for folder in listing.split()]
        return [folder for folder in folders if "gcc" not in folder.parts]

    def test_a_predictor_compiles_for_arm_of_32_bits(self):
        self.need(ARM)
        for machine in (["-mcpu=cortex-m7", "-mfloat-abi=hard"],
                        ["-mcpu=cortex-a7", "-mfpu=neon-vfpv4", "-mfloat-abi=hard"]):
            with self.subTest(machine):
                # Highway has numbers of 16 bits, of which the compiler must be told the format.
                self.compile_for_32_bits(ARM, *machine, "-mfp16-format=ieee")

    def test_a_predictor_compiles_for_webassembly(self):
        self.need(CLANG)
        # A library of WebAssembly's own is rarely there; of this one the headers alone will do.
        library = [word for folder in self.newlib() for word in ("-isystem", folder)]
        self.compile_for_32_bits(CLANG, "--target=wasm32", "-msimd128", "-ffreestanding", *library,
                                 "-D__IEEE_LITTLE_ENDIAN")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--cxx", required=True)
    parser.add_argument("--libraries", required=True, nargs="+")
    options, others = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *others])
