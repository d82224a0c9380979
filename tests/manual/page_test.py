#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The manual page, as mandoc reads it: page_test.py --program PATH. Exit code 77 where there is no
mandoc."""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import definition

ROOT = pathlib.Path(__file__).resolve().parents[2]
options = None


def mandoc(page, *arguments):
    return subprocess.run(["mandoc", *arguments], input=page, capture_output=True, text=True,
                          check=False)


def text_of(page):
    # Bold and underlined letters are written twice, with a backspace between.
    return re.sub(".\b", "", mandoc(page, "-Tascii", "-Owidth=100").stdout)


def sections(text):
    """What stands below each heading, which begins a line."""
    parts = re.split(r"^(\S.*)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = definition.output(options.program, "man")
        cls.sections = sections(text_of(cls.page))

    def test_mandoc_finds_no_fault(self):
        found = mandoc(self.page, "-Tlint", "-Wwarning")
        self.assertEqual((found.returncode, found.stdout), (0, ""))
        # It would.
        self.assertNotEqual(mandoc(self.page + ".Fi\n", "-Tlint", "-Wwarning").returncode, 0)

    def test_it_has_the_sections_of_a_page(self):
        for name in ("NAME", "SYNOPSIS", "DESCRIPTION", "ENVIRONMENT", "FILES", "EXIT STATUS",
                     "EXAMPLES"):
            self.assertTrue(self.sections.get(name, "").strip(), name)

    def test_every_command_and_option_is_there(self):
        described = self.sections["DESCRIPTION"]
        for command in definition.commands(options.program):
            self.assertRegex(self.sections["SYNOPSIS"], rf"(?m)^ +typenet {command}\b")
            below = re.search(rf"^   {command}\n(.*?)(?=^   \S|\Z)", described,
                              re.DOTALL | re.MULTILINE)
            self.assertIsNotNone(below, command)
            for flag, value in definition.flags(options.program, command).items():
                shown = " ".join([flag, *value.split("|")]) if value else flag
                pattern = re.escape(shown).replace(r"\ ", r"[ |]+")
                if flag != "--help":  # told once, of all
                    self.assertRegex(below[1], rf"(?m)^ +{pattern}\b")
        for flag in definition.flags(options.program):
            self.assertRegex(described, rf"(?m)^ +(-\w, )?{flag}$")

    def test_it_agrees_with_the_documentation(self):
        page = (ROOT / "docs" / "command_line.md").read_text(encoding="utf-8")
        codes = re.search(r"^## Exit codes\n(.*?)^## ", page, re.DOTALL | re.MULTILINE)[1]
        for row in re.findall(r"^\| (\d[\d, ]*) \|", codes, re.MULTILINE):
            self.assertRegex(self.sections["EXIT STATUS"], rf"(?m)^ +{row}\b")
        for name in set(re.findall(r"`(TYPENET_[A-Z]+|NO_COLOR|TERM)\b", page)) - {"TYPENET_PORTABLE"}:
            self.assertRegex(self.sections["ENVIRONMENT"], rf"(?m)^ +{name}\b")

    def test_its_examples_are_understood(self):
        examples = re.findall(r"^ +typenet (.*)$", self.sections["EXAMPLES"], re.MULTILINE)
        self.assertGreater(len(examples), 3)
        for words in [line.split() for line in examples]:
            with self.subTest(words):
                with tempfile.TemporaryDirectory(prefix="typenet-test-") as folder:
                    # What it trains is not asked here, and takes time.
                    if words[0] == "train" and "--resume" not in words:
                        words += ["--steps", "0", "--quiet"]
                    done = subprocess.run([options.program, *words], cwd=folder,
                                          capture_output=True, check=False)
                # A checkpoint is found missing only when all words were understood.
                self.assertIn(done.returncode, (0, 1), done.stderr)

    def test_another_program_has_its_own_name_in_it(self):
        with tempfile.TemporaryDirectory(prefix="typenet-test-") as folder:
            program = os.path.join(folder, "my-net.v2")
            os.symlink(options.program, program)
            page = definition.output(program, "man")
        self.assertEqual(mandoc(page, "-Tlint", "-Wwarning").stdout, "")
        self.assertRegex(sections(text_of(page))["SYNOPSIS"], r"(?m)^ +my-net\.v2 train")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", required=True, type=os.path.abspath)
    options, others = parser.parse_known_args()
    if not shutil.which("mandoc"):
        print("skipped: there is no mandoc")
        sys.exit(77)
    unittest.main(argv=[sys.argv[0], *others])
