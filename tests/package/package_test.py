#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Packages of typenet, each installed and used.

usage: package_test.py --program TYPENET --build DIR --cpack CPACK --cxx CXX [--conan CONAN]

The Debian packages go into a bare Debian that mmdebstrap makes and throws away, where a program is
built with them; Conan builds and runs the same program. Where one of the two cannot run it is skipped,
with a word. The port for vcpkg is not tried.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECIPE = ROOT / "src" / "package" / "conan"
CONSUMER = RECIPE / "test_package"
DEBIAN = "bookworm"
APP = """cmake_minimum_required(VERSION 3.25)
project(app LANGUAGES CXX)
find_package(typenet CONFIG REQUIRED COMPONENTS app)
if(NOT TARGET typenet::app)
  message(FATAL_ERROR "there is no typenet::app")
endif()
"""
# What is done in the bare Debian, in its folder /try.
USE = """set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get install -qy --no-install-recommends ./libtypenet-dev_*.deb ./typenet_*.deb
typenet --version
cmake -S test_package -B consumer
cmake --build consumer
consumer/blinker
apt-get install -qy --no-install-recommends ./libtypenet-app-dev_*.deb
cmake -S app -B with_app
echo all done
"""
options = None


def run(*words, **environment):
    return subprocess.run([str(w) for w in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False, env={**os.environ, **environment})


class Packages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="typenet-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.version = re.match(r"typenet (\S+)", run(options.program, "--version").stdout)[1]

    def succeed(self, *words, **environment):
        done = run(*words, **environment)
        self.assertEqual(done.returncode, 0, f"{words}\n{done.stdout[-5000:]}")
        return done.stdout

    def test_all_state_one_version(self):
        changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
        stated = {
            "CHANGELOG.md": re.search(r"^## \[(\d\S*)\] - \d{4}-\d\d-\d\d$", changes, re.MULTILINE)[1],
            "vcpkg.json": json.loads((ROOT / "src" / "package" / "vcpkg" / "typenet" / "vcpkg.json")
                                     .read_text("utf-8"))["version"],
            "packages.md": re.search(r'"typenet/(\d\S*)"', (ROOT / "docs" / "packages.md")
                                     .read_text("utf-8"))[1],
        }
        for name, pattern in (("typenetConfigVersion.cmake", r'set\(PACKAGE_VERSION "(.*)"\)'),
                              ("typenet.pc", "Version: (.*)")):
            (file,) = options.build.glob(f"package/{name}")
            stated[name] = re.search(pattern, file.read_text("utf-8"))[1]
        self.assertEqual(stated, dict.fromkeys(stated, self.version))

    def debian_packages(self):
        if not shutil.which("dpkg-deb"):
            self.skipTest("there is no dpkg-deb")
        made = self.folder / "packages"
        self.succeed(options.cpack, "--config", options.build / "CPackConfig.cmake", "-B", made)
        return sorted(made.glob("*.deb"))

    def test_debian_packages_say_what_they_are(self):
        facts = {}
        for file in self.debian_packages():
            said = self.succeed("dpkg-deb", "--field", file)
            facts.update({(line := dict(re.findall(r"^(\S+): (.*)$", said, re.MULTILINE)))["Package"]:
                          line})
        here = self.succeed("dpkg", "--print-architecture").strip()
        self.assertEqual({name: line["Architecture"] for name, line in facts.items()},
                         {"libtypenet-dev": "all", "libtypenet-app-dev": here, "typenet": here})
        for line in facts.values():
            self.assertEqual(line["Version"], self.version)
        self.assertEqual(facts["libtypenet-dev"]["Depends"], "libboost-dev, libhwy-dev")
        self.assertRegex(facts["typenet"]["Depends"], r"\blibc6\b.*\blibpng16-16\b")

    def test_a_bare_debian_installs_and_uses_them(self):
        if not shutil.which("mmdebstrap"):
            self.skipTest("there is no mmdebstrap")
        to_try = self.folder / "try"
        to_try.mkdir()
        for file in self.debian_packages():
            shutil.copy(file, to_try)
        shutil.copytree(CONSUMER, to_try / "test_package")
        (to_try / "app").mkdir()
        (to_try / "app" / "CMakeLists.txt").write_text(APP, "utf-8")
        (to_try / "use.sh").write_text(USE, "utf-8")
        is_there = self.folder / "is_there"
        done = run("mmdebstrap", "--variant=apt", "--dpkgopt=force-unsafe-io", "--include=g++,cmake,make",
                   f"--customize-hook=touch {is_there}", f"--customize-hook=copy-in {to_try} /",
                   '--customize-hook=chroot "$1" sh -c "cd /try && sh use.sh"', DEBIAN, "/dev/null",
                   TMPDIR=str(self.folder))
        if done.returncode and not is_there.exists():
            self.skipTest(f"mmdebstrap cannot make a Debian here: {done.stdout.strip()[-300:]}")
        self.assertEqual(done.returncode, 0, done.stdout[-5000:])
        self.assertIn(f"\ntypenet {self.version} (", done.stdout)
        self.assertIn("\nall done\n", done.stdout)

    def test_conan_creates_it_without_a_network(self):
        if not shutil.which(options.conan):
            self.skipTest("there is no conan; TYPENET_CONAN names none")
        place = {"CONAN_HOME": str(self.folder), "CXX": options.cxx}
        self.succeed(options.conan, "profile", "detect", **place)
        consumer = self.folder / "test_package"  # it is built where it is
        shutil.copytree(CONSUMER, consumer)
        said = self.succeed(options.conan, "create", RECIPE, "--test-folder", consumer,
                            "--no-remote", "-s", "compiler.cppstd=20", **place)
        self.assertIn(f"typenet/{self.version} (test package): Running test()", said)
        self.assertRegex(said, r"\nloss 0\.0")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--cpack", required=True)
    parser.add_argument("--cxx", required=True)
    parser.add_argument("--conan", default=os.environ.get("TYPENET_CONAN") or "conan")
    options, others = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *others])
