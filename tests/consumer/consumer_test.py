#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Other projects that use typenet: installed, in a folder of their own, by pkg-config.

usage: consumer_test.py --build DIR --cmake CMAKE --generator NAME --cxx CXX
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # the source tree stays as it is
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from browser import CHROMIUM, Page, served  # noqa: E402 pylint: disable=wrong-import-position

ROOT = HERE.parents[1]
SOURCES = ROOT / "tests" / "example"
# What projects ask of their own code.
STRICT = ("-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wsign-conversion", "-Wshadow",
          "-Wfloat-equal", "-Wdouble-promotion")
# Who trains here has no data.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "TYPENET_DATA"}
options = None


def run(*words, **environment):
    return subprocess.run([str(w) for w in words], capture_output=True, text=True, check=False,
                          env={**ENVIRONMENT, **environment})


class Consumer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="typenet-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        done = run(options.cmake, "--install", options.build, "--prefix", cls.folder / "first")
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        # What was installed may be moved.
        cls.prefix = cls.folder / "moved here"
        (cls.folder / "first").rename(cls.prefix)

    def succeed(self, *words, **environment):
        done = run(*words, **environment)
        self.assertEqual(done.returncode, 0, f"{words}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        return done.stdout

    def configure(self, project, *settings):
        """Configures a project here; returns its folder."""
        made = self.folder / project
        self.succeed(options.cmake, "-S", HERE / project, "-B", made, "-G", options.generator,
                     "-DCMAKE_BUILD_TYPE=Release", f"-DCMAKE_CXX_COMPILER={options.cxx}",
                     f"-DSOURCES={SOURCES}", *settings)
        return made

    def build(self, project, *settings):
        """Configures and builds it."""
        made = self.configure(project, *settings)
        self.succeed(options.cmake, "--build", made)
        return made

    def test_an_installed_typenet_is_found(self):
        made = self.build("found", f"-DCMAKE_PREFIX_PATH={self.prefix}")
        self.succeed(made / "library_use")
        self.assertIn("12x20x3", self.succeed(made / "own_network", "describe"))
        # Nothing of this checkout, and no machine's name, has come along.
        for file in self.prefix.rglob("*"):
            if file.suffix in (".cmake", ".pc"):
                text = file.read_text(encoding="utf-8")
                self.assertNotIn(str(ROOT), text)
                self.assertNotIn("native", text)

    def test_the_installed_program_runs(self):
        self.assertIn("conv<32,5>", self.succeed(self.prefix / "bin" / "typenet", "describe"))

    def test_the_manual_page_and_the_completions_are_installed(self):
        program = self.prefix / "bin" / "typenet"
        for file, arguments in (
                ("share/man/man1/typenet.1", ["man"]),
                ("share/bash-completion/completions/typenet", ["completion", "bash"]),
                ("share/fish/vendor_completions.d/typenet.fish", ["completion", "fish"]),
                ("share/zsh/site-functions/_typenet", ["completion", "zsh"])):
            self.assertEqual((self.prefix / file).read_text(encoding="utf-8"),
                             self.succeed(program, *arguments), file)

    def test_its_network_gets_a_web_page(self):
        if not pathlib.Path("/usr/include/wasm32-wasi/stdlib.h").exists():
            self.skipTest("there is no C library for wasm32")
        made = self.build("page", f"-DCMAKE_PREFIX_PATH={self.prefix}")
        folder, model = made / "marks_page", made / "model"
        self.succeed(made / "marks", "train", "--steps", "2", "--checkpoint", model, "--quiet")
        self.succeed(made / "marks", "export", "--checkpoint", model, "--web", folder)
        self.assertTrue({"index.html", "answer.wasm", "training.wasm", "weights.safetensors"} <=
                        {file.name for file in folder.iterdir()})
        if not CHROMIUM:
            self.skipTest("Chromium is not installed")
        with served(folder) as address, Page(address) as page:
            page.ask("new Promise(done => { const look = () => document.querySelector('#strip button') "
                     "? done() : setTimeout(look, 20); look(); })")
            page.ask("document.querySelector('#strip button').click()")
            self.assertEqual(page.ask("document.querySelectorAll('#bars li').length"), 3)
            self.assertRegex(page.ask("document.getElementById('best').textContent"), "^[012]$")
            # The digits that training draws have ten classes.
            self.assertTrue(page.ask("document.getElementById('training-tab').hidden"))
            self.assertEqual(page.told, [])

    def test_a_page_that_cannot_be_is_refused(self):
        project = self.folder / "no_page"
        project.mkdir()
        (project / "main.cpp").write_text("int main() {}\n", encoding="utf-8")
        for call, words in (("none HEADER a.hpp NETWORK a", "expected a target, found none"),
                            ("program NETWORK a", "expected HEADER, found none"),
                            ("program HEADER a.hpp", "expected NETWORK, found none")):
            (project / "CMakeLists.txt").write_text(
                "cmake_minimum_required(VERSION 3.25)\nproject(no_page LANGUAGES CXX)\n"
                "find_package(typenet 0.1 CONFIG REQUIRED)\nadd_executable(program main.cpp)\n"
                f"typenet_add_web_page({call})\n", encoding="utf-8")
            done = run(options.cmake, "-S", project, "-B", project / "build", "-G", options.generator,
                       f"-DCMAKE_CXX_COMPILER={options.cxx}", f"-DCMAKE_PREFIX_PATH={self.prefix}")
            self.assertNotEqual(done.returncode, 0, call)
            self.assertIn(words, " ".join(done.stderr.split()))

    def test_another_version_is_refused(self):
        project = self.folder / "later"
        project.mkdir()
        (project / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\nproject(later LANGUAGES CXX)\n"
            "find_package(typenet 0.2 CONFIG REQUIRED)\n", encoding="utf-8")
        done = run(options.cmake, "-S", project, "-B", project / "build", "-G", options.generator,
                   f"-DCMAKE_CXX_COMPILER={options.cxx}", f"-DCMAKE_PREFIX_PATH={self.prefix}")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("0.2", done.stderr)

    def test_a_subdirectory_will_do(self):
        made = self.build("added", f"-DTYPENET={ROOT}")
        self.succeed(made / "library_use")
        # Neither the program nor tests of typenet's are built for others.
        self.assertEqual(list(made.rglob("*typenet_app*")), [])

    def test_warnings_in_its_headers_are_none_of_a_project_s_business(self):
        made = self.build("strict", f"-DTYPENET={ROOT}", f"-DWARNINGS={' '.join(STRICT)}",
                          "-DCMAKE_BUILD_TYPE=Debug")
        self.succeed(made / "strict")

    def test_its_headers_have_no_warnings(self):
        """Where they are taken for the project's own, as by -I; without exceptions and RTTI."""
        for compiler in {options.cxx, "clang++-19"}:
            with self.subTest(compiler):
                if not shutil.which(compiler):
                    self.skipTest(f"there is no {compiler}")
                self.succeed(compiler, "-std=c++20", "-march=native", "-fsyntax-only", *STRICT,
                             "-Werror", "-fno-exceptions", "-fno-rtti",
                             f"-I{self.prefix / 'include'}", HERE / "strict" / "main.cpp")

    def test_it_is_built_in_other_ways(self):
        """Other standards, at link time, statically, with another standard library."""
        ways = [(options.cxx, "-std=c++23"), (options.cxx, "-std=c++20", "-flto"),
                (options.cxx, "-std=c++20", "-static")]
        if shutil.which("clang++-19"):
            ways.append(("clang++-19", "-std=c++2c"))
            if pathlib.Path("/usr/lib/llvm-19/include/c++/v1").is_dir():
                ways.append(("clang++-19", "-std=c++20", "-stdlib=libc++"))
        for way in ways:
            with self.subTest(" ".join(way)):
                made = self.folder / "other_way"
                self.succeed(*way, "-O1", "-march=native", "-ffp-contract=off", "-pthread",
                             f"-I{self.prefix / 'include'}", SOURCES / "library_use.cpp", "-o", made)
                self.succeed(made)

    def test_parts_of_a_project_may_each_bring_it(self):
        self.configure("twice", f"-DTYPENET={ROOT}", f"-DCMAKE_PREFIX_PATH={self.prefix}")

    def test_arithmetic_that_is_not_as_written_is_refused(self):
        for flag in ("-ffast-math", "-ffinite-math-only"):
            done = run(options.cxx, "-std=c++20", "-fsyntax-only", flag,
                       f"-I{self.prefix / 'include'}", SOURCES / "library_use.cpp")
            self.assertNotEqual(done.returncode, 0)
            (error,) = [line for line in done.stderr.splitlines() if "error:" in line]
            self.assertIn("typenet computes what is written", error)

    def test_pkg_config_knows_it(self):
        if not shutil.which("pkg-config"):
            self.skipTest("there is no pkg-config")
        (where,) = self.prefix.rglob("typenet.pc")
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "typenet"], text=True, check=True,
                               capture_output=True,
                               env={**os.environ, "PKG_CONFIG_PATH": str(where.parent)}).stdout.strip()
        # A folder with a space in its name is one word for a shell.
        self.succeed("sh", "-c", f'"$0" {flags} -fsyntax-only "$1"', options.cxx,
                     SOURCES / "library_use.cpp")

    def test_the_headers_need_only_hana_and_highway(self):
        listing = self.succeed(options.cxx, "-std=c++20", "-M", f"-I{self.prefix / 'include'}",
                               SOURCES / "library_use.cpp")
        self.assertIn("boost/hana", listing)
        self.assertIn("hwy/highway.h", listing)
        foreign = re.search(r"\S*(CLI|fmt|nlohmann|jpeg|lzma|png|zlib|catch2|benchmark)/?\S*\.h\S*", listing)
        self.assertIsNone(foreign, foreign)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    for name in ("--build", "--cmake", "--generator", "--cxx"):
        parser.add_argument(name, required=True)
    options, others = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *others])
