#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks README.md, CONTRIBUTING.md, CHANGELOG.md and docs/*.md against the program and the code.

usage: check_docs.py --program TYPENET --tutorial PROGRAM --cxx CXX [--include DIR...] [--cmake CMAKE]
                     [--code | --self-test]

Needs nothing but Python's standard library. checks.py has the conventions of the pages.
--code compiles and runs what stands in them instead of comparing what they say.
--self-test plants a fault of every kind and fails if one is not found.
"""

import argparse
import os
import pathlib
import sys
import tempfile

import checks
import self_test


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--program", required=True, type=os.path.abspath)
    arguments.add_argument("--tutorial", required=True, type=os.path.abspath)
    arguments.add_argument("--cxx", default="c++")
    arguments.add_argument("--include", nargs="+", default=[])
    arguments.add_argument("--cmake", default="cmake")
    arguments.add_argument("--code", action="store_true")
    arguments.add_argument("--self-test", action="store_true")
    asked = arguments.parse_args()
    pages = checks.load_pages()
    with tempfile.TemporaryDirectory() as folder:
        tools = checks.Tools(asked.program, asked.tutorial, asked.cxx,
                             [checks.ROOT / "include", *asked.include], asked.cmake,
                             pathlib.Path(folder))
        if asked.self_test:
            findings = self_test.self_test(pages, tools)
        else:
            asked_for = checks.CODE if asked.code else checks.PAGES
            findings = [finding for check in asked_for for finding in check(pages, tools)]
    for finding in findings:
        print(finding, file=sys.stderr)
    print(f"{len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
